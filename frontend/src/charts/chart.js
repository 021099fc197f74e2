// A chart that follows the page's colours, width and paper.
import { GraphChart, SankeyChart } from "echarts/charts";
import { AriaComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([GraphChart, SankeyChart, TooltipComponent, AriaComponent, LabelLayout, SVGRenderer]);

const NARROW = 600;

/** Draw a chart from `optionOf(palette, isNarrow)`, again whenever the palette or the width changes. */
export function chart(place, optionOf) {
  const drawn = init(place, null, { renderer: "svg" });
  const draw = () => {
    drawn.resize();
    drawn.setOption(optionOf(palette(), place.clientWidth < NARROW), { notMerge: true });
  };
  draw();
  new ResizeObserver(draw).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
  return { drawn, draw };
}

/** The colours that the style sheet defines for the current scheme. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    muted: colour("muted"),
    paper: colour("paper"),
    line: colour("line"),
    capital: colour("capital"),
    purchase: colour("purchase"),
    other: colour("other"),
    kinds: [1, 2, 3, 4, 5, 6, 7].map((number) => colour(`kind-${number}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** A tooltip of lines of text; built as nodes, so that no text is ever read as HTML. */
export function lines(title, rest) {
  const box = document.createElement("div");
  box.className = "tip";
  for (const [place, text] of [title, ...rest].entries()) {
    const line = document.createElement(place === 0 ? "strong" : "div");
    line.textContent = text;
    box.append(line);
  }
  return box;
}

export function tooltip(colours, formatter) {
  return {
    confine: true,
    backgroundColor: colours.paper,
    borderColor: colours.line,
    textStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 13 },
    formatter,
  };
}
