// Charts as keiretsu.measures.charts describes them: bars, lines with bands, grids, money between names.
import { BarChart, CustomChart, HeatmapChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, VisualMapComponent } from "echarts/components";
import { use } from "echarts/core";
import { chart, lines, tooltip } from "./chart.js";

use([BarChart, CustomChart, LineChart, HeatmapChart, GridComponent, LegendComponent, VisualMapComponent]);

const WIDEST = 22; // pixels of a bar
const APART = "10%"; // of its width, between the bars of one label
const CAP = 4; // pixels to either side at the end of a whisker
const kinds = { bars, lines: timeLines, grid, links };
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const full = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });

/** Draw a chart; `data` is what chart_json gives. */
export function drawAnswer(place, data) {
  chart(place, (colours, isNarrow) => ({ animation: false, aria: { enabled: false }, ...kinds[data.kind](data, colours, isNarrow) }));
}

const text = (colours, size = 12) => ({ color: colours.ink, fontFamily: colours.font, fontSize: size });
const told = (value) => (value === null || value === undefined ? "–" : full.format(value));

function axes(colours) {
  return {
    axisLabel: { ...text(colours, 11), color: colours.muted, hideOverlap: true },
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { lineStyle: { color: colours.line } },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
  };
}

function legend(data, colours) {
  return data.series.length > 1
    ? { top: 0, left: 0, type: "scroll", textStyle: text(colours), inactiveColor: colours.muted, data: data.series.map((one) => one.name) }
    : undefined;
}

function frame(data, colours, isNarrow) {
  return { left: 8, right: isNarrow ? 12 : 24, top: data.series.length > 1 ? 34 : 12, bottom: 8, containLabel: true };
}

function bars(data, colours, isNarrow) {
  const rows = [...data.labels].reverse();
  return {
    grid: frame(data, colours, isNarrow),
    legend: legend(data, colours),
    tooltip: tooltip(colours, (item) => lines(`${item.name}: ${told(item.value)} ${data.unit}`, [`${item.seriesName}${range(data.series[item.seriesIndex], rows.length - 1 - item.dataIndex)}`])),
    xAxis: { type: "value", ...axes(colours), axisLabel: { ...axes(colours).axisLabel, formatter: (value) => short.format(value) } },
    yAxis: { type: "category", data: rows, ...axes(colours), axisLabel: { ...text(colours), width: isNarrow ? 100 : 200, overflow: "truncate" } },
    series: [
      ...data.series.map((one, place) => ({
        type: "bar",
        name: one.name,
        stack: data.is_stacked ? "whole" : undefined,
        barMaxWidth: WIDEST,
        barGap: APART,
        itemStyle: { color: colours.kinds[place % colours.kinds.length] },
        data: [...one.values].reverse(),
      })),
      ...(data.is_stacked ? [] : data.series.flatMap((one, place) => whiskers(one, place, data.series.length, colours))),
    ],
  };
}

/** The interval of each bar of a series, drawn over it; a bar without one has none. */
function whiskers(one, place, count, colours) {
  if (!one.low) return [];
  const ends = one.low.map((low, row) => [low, one.high[row], one.low.length - 1 - row]);
  return [{
    type: "custom",
    name: one.name,
    silent: true,
    z: 3,
    encode: { x: [0, 1], y: 2 },
    data: ends.filter(([low, high]) => low !== null && high !== null),
    renderItem: (_, api) => whisker(api, place, count, colours),
  }];
}

/** A line from end to end with a cap at each, in the middle of the bar; bars make room as the legend hides some. */
function whisker(api, place, count, colours) {
  const shown = api.currentSeriesIndices().filter((index) => index < count);
  const { offsetCenter } = api.barLayout({ count: shown.length, barMaxWidth: WIDEST, barGap: APART })[shown.indexOf(place)];
  const [[left, row], [right]] = [0, 1].map((end) => api.coord([api.value(end), api.value(2)]));
  const y = row + offsetCenter;
  const stroke = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colours.ink, lineWidth: 1.4 } });
  return { type: "group", children: [stroke(left, y, right, y), ...[left, right].map((x) => stroke(x, y - CAP, x, y + CAP))] };
}

/** Each series is a line; its interval a pale band, drawn as the low line and what lies above it. */
function timeLines(data, colours, isNarrow) {
  return {
    grid: frame(data, colours, isNarrow),
    legend: legend(data, colours),
    tooltip: { ...tooltip(colours, (items) => lines(items[0].axisValueLabel, data.series.map((one) => told_of(one, items[0].dataIndex)))), trigger: "axis" },
    xAxis: { type: "category", data: data.days, boundaryGap: false, ...axes(colours) },
    yAxis: { type: "value", scale: true, ...axes(colours), axisLabel: { ...axes(colours).axisLabel, formatter: (value) => short.format(value) } },
    series: data.series.flatMap((one, place) => [...band(one, place, colours), line(one, place, colours)]),
  };
}

const range = (one, at) => (one.low ? ` (${told(one.low[at])} to ${told(one.high[at])})` : "");
const told_of = (one, at) => `${one.name}: ${told(one.values[at])}${range(one, at)}`;

function line(one, place, colours) {
  const colour = colours.kinds[place % colours.kinds.length];
  return {
    type: "line",
    name: one.name,
    data: one.values,
    symbol: one.values.length > 24 ? "none" : "circle",
    symbolSize: 5,
    z: 3,
    lineStyle: { color: colour, width: 2, type: place % 2 ? [6, 3] : "solid" },
    itemStyle: { color: colour },
  };
}

function band(one, place, colours) {
  if (!one.low) return [];
  const colour = colours.kinds[place % colours.kinds.length];
  const common = { type: "line", symbol: "none", silent: true, lineStyle: { width: 0 }, stack: `band ${place}`, stackStrategy: "all" };
  const above = one.high.map((high, at) => (high === null || one.low[at] === null ? null : high - one.low[at]));
  return [
    { ...common, data: one.low },
    { ...common, data: above, areaStyle: { color: colour, opacity: 0.18 } },
  ];
}

function grid(data, colours) {
  const cells = data.values.flatMap((row, y) => row.map((value, x) => [x, y, value]).filter((cell) => cell[2] !== null));
  const word = (cell) => data.words[cell[1]][cell[0]];
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltip(colours, ({ value }) => lines(`${data.rows[value[1]]}, ${data.columns[value[0]]}`, [word(value)])),
    xAxis: { type: "category", data: data.columns, position: "top", ...axes(colours), axisLabel: { ...text(colours, 11), rotate: 40 } },
    yAxis: { type: "category", data: data.rows, inverse: true, ...axes(colours), axisLabel: { ...text(colours), width: 160, overflow: "truncate" } },
    visualMap: { show: false, min: data.least, max: data.most, inRange: { color: data.least < 0 ? [colours.capital, colours.paper, colours.purchase] : [colours.paper, colours.purchase] } },
    series: { type: "heatmap", data: cells, label: { show: cells.length < 200, formatter: ({ value }) => word(value), ...text(colours, 11) } },
  };
}

/** A Sankey diagram has no cycles, so a name stands once at each side: payers left, payees right. */
function links(data, colours, isNarrow) {
  const ends = (side, names) => [...new Set(names)].map((name) => end(side, name, colours, isNarrow));
  return {
    tooltip: tooltip(colours, ({ data: item }) => lines(item.title, item.lines ?? [])),
    series: {
      type: "sankey",
      left: 4, right: 4, top: 8, bottom: 8,
      draggable: false,
      nodeWidth: 10,
      nodeGap: isNarrow ? 10 : 14,
      data: [...ends(0, data.links.map((link) => link.payer)), ...ends(1, data.links.map((link) => link.payee))],
      links: data.links.map((link) => ({
        source: `0 ${link.payer}`,
        target: `1 ${link.payee}`,
        value: link.amount,
        title: `${link.payer} pays ${link.payee}`,
        lines: [`${told(link.amount)} ${data.unit}, ${link.family}${link.is_estimated ? ", estimated" : ""}`],
        lineStyle: { color: colours[link.family] ?? colours.other, opacity: link.is_estimated ? 0.25 : 0.4, ...(link.is_estimated && { borderColor: colours.ink, borderWidth: 1, borderType: "dashed" }) },
      })),
      emphasis: { focus: "adjacency" },
    },
  };
}

function end(side, name, colours, isNarrow) {
  return {
    name: `${side} ${name}`,
    depth: side,
    itemStyle: { color: colours.ink, borderWidth: 0 },
    label: { position: side ? "left" : "right", formatter: () => name, ...text(colours, isNarrow ? 11 : 12), textBorderColor: colours.paper, textBorderWidth: 3, width: isNarrow ? 110 : 220, overflow: "truncate" },
    title: name,
  };
}
