// The map: parties at the places that the server chose, and the relations between them.
import { chart, lines, tooltip } from "../charts/chart.js";
import { dashes } from "../charts/palette.js";
import { goTo } from "./links.js";

const TOP = 28;
const BOTTOM = 40;
const LONGEST = 140; // pixels of a name
const LONGEST_NARROW = 84;

export function drawMap(place, data) {
  const switches = [...document.querySelectorAll("[data-family]")];
  const { drawn, draw } = chart(place, (colours, isNarrow) => {
    const shown = new Set(switches.filter((box) => box.checked).map((box) => box.dataset.family));
    return option({ ...data, nodes: fitted(data.nodes, place, isNarrow) }, shown, colours, isNarrow);
  });
  for (const box of switches) box.addEventListener("change", draw);
  drawn.on("click", (event) => goTo(event.data?.to));
}

/** The nodes in pixels of the place, so that marks stay round; a narrow page shows the map upright. */
function fitted(nodes, place, isNarrow) {
  const across = scale(nodes.map((node) => (isNarrow ? node.y : node.x)), place.clientWidth - 2 * side(isNarrow));
  const down = scale(nodes.map((node) => (isNarrow ? node.x : node.y)), place.clientHeight - TOP - BOTTOM);
  return nodes.map((node, number) => ({ ...node, x: across[number], y: down[number] }));
}

function scale(numbers, length) {
  const low = Math.min(...numbers);
  const span = Math.max(...numbers) - low;
  return numbers.map((number) => (span > 0 ? ((number - low) / span) * length : length / 2));
}

/** Half of the longest name fits beside the outermost mark. */
const side = (isNarrow) => (isNarrow ? LONGEST_NARROW : LONGEST) / 2 + 2;

function option(data, shown, colours, isNarrow) {
  return {
    animation: false,
    tooltip: tooltip(colours, ({ data: item }) => lines(item.title, item.lines)),
    series: {
      type: "graph",
      layout: "none",
      roam: false,
      left: side(isNarrow),
      right: side(isNarrow),
      top: TOP,
      bottom: BOTTOM,
      edgeSymbol: ["none", "arrow"],
      data: data.nodes.map((node) => point(node, colours, isNarrow)),
      links: data.links.filter((link) => shown.has(link.family)).map((link) => edge(link, colours, isNarrow)),
      labelLayout: { hideOverlap: true },
      emphasis: { focus: "adjacency", label: { show: true }, lineStyle: { opacity: 1 } },
      blur: { itemStyle: { opacity: 0.25 }, lineStyle: { opacity: 0.06 }, label: { opacity: 0.25 } },
    },
  };
}

function point(node, colours, isNarrow) {
  return {
    name: node.id,
    x: node.x,
    y: node.y,
    symbolSize: isNarrow ? 6 + (node.size - 6) * 0.6 : node.size,
    itemStyle: { color: colours.kinds[node.kind], borderColor: colours.paper, borderWidth: 1 },
    label: {
      show: isNarrow ? node.rank < 20 : node.rank < 60,
      formatter: () => node.title,
      position: "bottom",
      distance: 3,
      color: colours.ink,
      fontFamily: colours.font,
      fontSize: isNarrow ? 11 : 12,
      fontWeight: node.rank < 6 ? 600 : 400,
      textBorderColor: colours.paper,
      textBorderWidth: 3,
      width: isNarrow ? LONGEST_NARROW : LONGEST,
      overflow: "truncate",
    },
    title: node.title,
    lines: node.lines,
    to: node.to,
  };
}

function edge(link, colours, isNarrow) {
  const width = isNarrow ? Math.max(0.8, link.width * 0.6) : link.width;
  return {
    source: link.source,
    target: link.target,
    symbol: ["none", link.arrow ? "arrow" : "none"],
    symbolSize: 5 + width * 1.4,
    lineStyle: {
      color: colours[link.family],
      type: dashes(link).length ? dashes(link) : "solid",
      cap: link.estimated && link.confirmed ? "round" : "butt",
      width,
      curveness: link.curve,
      opacity: link.family === "other" ? 0.5 : 0.75,
    },
    title: link.title,
    lines: link.lines,
    to: link.to,
  };
}
