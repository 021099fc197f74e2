// The money that can go round: payers at the left, payees at the right. A Sankey diagram has no
// cycles, so a party stands once on each side.
import { chart, lines, tooltip } from "../charts/chart.js";

export function drawFlows(place, data) {
  chart(place, (colours, isNarrow) => ({
    animation: false,
    tooltip: tooltip(colours, ({ data: item }) => lines(item.title, item.lines)),
    series: {
      type: "sankey",
      draggable: false,
      left: 4,
      right: 4,
      top: 8,
      bottom: 8,
      nodeWidth: 10,
      nodeGap: isNarrow ? 10 : 14,
      layoutIterations: 32,
      data: data.nodes.map((node) => end(node, colours, isNarrow)),
      links: data.links.map((link) => ({
        ...link,
        lineStyle: { color: colours[link.family], opacity: 0.4, ...(link.estimated && estimated(colours)) },
      })),
      emphasis: { focus: "adjacency" },
    },
  }));
}

function end(node, colours, isNarrow) {
  return {
    name: node.id,
    depth: node.side,
    itemStyle: { color: colours.ink, borderWidth: 0 },
    label: {
      position: node.side === 0 ? "right" : "left",
      formatter: () => node.title,
      color: colours.ink,
      fontFamily: colours.font,
      fontSize: isNarrow ? 11 : 12,
      textBorderColor: colours.paper,
      textBorderWidth: 3,
      width: isNarrow ? 110 : 220,
      overflow: "truncate",
    },
    title: node.title,
    lines: node.lines,
  };
}

/** A pale ribbon with a dashed edge: no source gives its sum. */
const estimated = (colours) => ({ opacity: 0.25, borderColor: colours.ink, borderWidth: 1, borderType: "dashed" });
