// What every picture shares, however it is drawn: the page's colours, and lines of text to point at.

/** The colours that the style sheet defines for the current scheme. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    muted: colour("muted"),
    paper: colour("paper"),
    line: colour("line"),
    link: colour("link"),
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

/** Draw again whenever the place's size, the colour scheme or the paper changes. */
export function follow(place, draw) {
  new ResizeObserver(draw).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
}

const NOT_AGREED = [6, 5];
const ESTIMATED = [1, 4];

/** How a line is broken up that isn't plain: one that isn't agreed is dashed, an estimated one dotted. */
export function dashes(link) {
  if (!link.confirmed) return NOT_AGREED;
  return link.estimated ? ESTIMATED : [];
}
