// A chart that follows the page's colours, width and paper.
import { GraphChart, SankeyChart } from "echarts/charts";
import { AriaComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { follow, palette } from "./palette.js";

export { lines } from "./palette.js";

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
  follow(place, draw);
  return { drawn, draw };
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
