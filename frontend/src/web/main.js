// What the workbench does in the browser. Every page works without it, but for pictures and progress.
import "htmx.org";

/** Pictures: what draws a place on the page, by the attribute that marks it. Loaded where there is one. */
const drawers = {
  "data-chart": async () => (await import("../charts/answers.js")).drawAnswer,
  "data-map": async () => (await import("./map.js")).drawMap,
  "data-claims": async () => (await import("./claims.js")).hearClaims,
};

async function draw(within) {
  for (const [mark, load] of Object.entries(drawers)) {
    const places = [...within.querySelectorAll(`[${mark}]:not([data-drawn])`)];
    if (!places.length) continue;
    const drawer = await load();
    for (const place of places) {
      const data = place.querySelector("script[type='application/json']");
      place.dataset.drawn = "";
      if (data) drawer(place, JSON.parse(data.textContent));
    }
  }
}

// On a narrow screen the menu scrolls: begin with where one is.
document.querySelector("nav.views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.addEventListener("htmx:after:swap", () => draw(document));
draw(document);
