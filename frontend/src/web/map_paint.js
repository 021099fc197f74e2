// Paints the map on a canvas: lines, then marks, then as many names as there is room for.
import { dashes } from "../charts/palette.js";

const ROOM_A_NAME = 5000; // square pixels
const LONGEST = 150;
const BOLD = 6;

export function paintLines(brush, links, colours) {
  for (const group of grouped(links)) {
    const [first] = group;
    brush.strokeStyle = colours[first.family];
    brush.globalAlpha = first.family === "other" ? 0.5 : 0.75;
    brush.lineWidth = first.px;
    brush.lineCap = first.estimated && first.confirmed ? "round" : "butt";
    brush.setLineDash(dashes(first).map((length) => length * Math.max(1, first.px / 2)));
    brush.beginPath();
    for (const link of group) trace(brush, link);
    brush.stroke();
  }
  brush.setLineDash([]);
  paintArrows(brush, links, colours);
  brush.globalAlpha = 1;
}

function trace(brush, link) {
  const back = link.arrow ? link.px * 1.5 : 0;
  brush.moveTo(link.from.sx, link.from.sy);
  const [x, y] = [link.tipX - link.dx * back, link.tipY - link.dy * back];
  if (link.curve) brush.quadraticCurveTo(link.cx, link.cy, x, y);
  else brush.lineTo(x, y);
}

/** Lines of one look together: a canvas strokes one long path faster than many short ones. */
function grouped(links) {
  const groups = new Map();
  for (const link of links) {
    link.px = Math.round(link.px * 2) / 2 || 0.5;
    const look = `${link.family} ${link.confirmed} ${link.estimated} ${link.px}`;
    if (!groups.has(look)) groups.set(look, []);
    groups.get(look).push(link);
  }
  return groups.values();
}

function paintArrows(brush, links, colours) {
  for (const family of ["other", "purchase", "capital"]) {
    brush.fillStyle = colours[family];
    brush.globalAlpha = family === "other" ? 0.6 : 0.85;
    brush.beginPath();
    for (const link of links) if (link.arrow && link.family === family) head(brush, link);
    brush.fill();
  }
}

function head(brush, { tipX, tipY, dx, dy, px }) {
  const length = 4 + px * 1.6;
  const half = length * 0.42;
  const [x, y] = [tipX - dx * length, tipY - dy * length];
  brush.moveTo(tipX, tipY);
  brush.lineTo(x - dy * half, y + dx * half);
  brush.lineTo(x + dy * half, y - dx * half);
  brush.closePath();
}

export function paintMarks(brush, nodes, colours) {
  brush.lineWidth = 1;
  brush.strokeStyle = colours.paper;
  for (const node of nodes) {
    brush.fillStyle = colours.kinds[node.kind];
    brush.beginPath();
    brush.arc(node.sx, node.sy, node.r, 0, 2 * Math.PI);
    brush.fill();
    brush.stroke();
  }
}

export function ring(brush, node, colours) {
  brush.strokeStyle = colours.ink;
  brush.lineWidth = 2;
  brush.beginPath();
  brush.arc(node.sx, node.sy, node.r + 2, 0, 2 * Math.PI);
  brush.stroke();
}

/** Write the names of the largest marks, each where it covers no other name or mark; inside the canvas. */
export function paintNames(brush, scene, nodes, colours, isAll = false) {
  const size = scene.isNarrow ? 11 : 12;
  const most = isAll ? nodes.length : Math.ceil((scene.width * scene.height) / ROOM_A_NAME);
  const seen = scene.nodes.filter((node) => isInside(node, scene));
  const taken = [];
  const ranked = nodes.filter((node) => isInside(node, scene)).sort((a, b) => a.rank - b.rank);
  brush.textBaseline = "middle";
  brush.lineJoin = "round";
  brush.lineWidth = 3;
  brush.strokeStyle = colours.paper;
  brush.fillStyle = colours.ink;
  for (const node of ranked.slice(0, most)) {
    brush.font = `${node.rank < BOLD ? 600 : 400} ${size}px ${colours.font}`;
    const text = shortened(brush, node.title, scene.isNarrow ? LONGEST * 0.7 : LONGEST);
    const box = roomFor(node, brush.measureText(text).width, size, scene, taken, seen);
    if (!box) continue;
    taken.push(box);
    brush.strokeText(text, box.x, box.y + size / 2 + 1);
    brush.fillText(text, box.x, box.y + size / 2 + 1);
  }
}

const isInside = (node, scene) => node.sx > 0 && node.sy > 0 && node.sx < scene.width && node.sy < scene.height;

function roomFor(node, wide, size, scene, taken, seen) {
  const high = size + 2;
  const gap = node.r + 3;
  const spots = [
    [node.sx - wide / 2, node.sy + gap],
    [node.sx - wide / 2, node.sy - gap - high],
    [node.sx + gap, node.sy - high / 2],
    [node.sx - gap - wide, node.sy - high / 2],
  ];
  for (const [left, top] of spots) {
    const x = Math.min(Math.max(left, 2), scene.width - wide - 2);
    const y = Math.min(Math.max(top, 1), scene.height - high - 1);
    const box = { x, y, wide, high };
    const isFree = !taken.some((other) => overlap(box, other)) && !seen.some((other) => covers(box, other));
    if (isFree) return box;
  }
  return null;
}

const overlap = (a, b) => a.x < b.x + b.wide + 3 && b.x < a.x + a.wide + 3 && a.y < b.y + b.high && b.y < a.y + a.high;

/** Tell whether a name would lie on a mark; its own one as well, where the edge pushed it back. */
function covers(box, { sx, sy, r }) {
  const [x, y] = [Math.max(box.x, Math.min(sx, box.x + box.wide)), Math.max(box.y, Math.min(sy, box.y + box.high))];
  return Math.hypot(x - sx, y - sy) < r;
}

const cut = new Map();

function shortened(brush, title, longest) {
  const key = `${brush.font} ${longest} ${title}`;
  if (!cut.has(key)) {
    let text = title;
    while (text.length > 1 && brush.measureText(text).width > longest) text = `${text.slice(0, -2).trimEnd()}…`;
    cut.set(key, text);
  }
  return cut.get(key);
}
