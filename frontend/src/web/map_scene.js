// Where everything on the map stands on the screen, and what lies under a point of it.

const NARROW = 600;
const CLOSE = 5;
const SAMPLES = 10;

export class Scene {
  constructor(frame) {
    this.frame = frame;
    this.nodes = [];
    this.links = [];
    this.moved = new Map();
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.isFitted = true;
  }

  /** Take the marks and lines of a day; what was dragged elsewhere stays there. */
  show(nodes, links) {
    this.nodes = nodes.map((node) => ({ ...node, sx: 0, sy: 0, r: 0 }));
    this.byId = new Map(this.nodes.map((node) => [node.id, node]));
    this.links = links.map((link) => ({
      ...link,
      from: this.byId.get(link.source),
      till: this.byId.get(link.target),
    }));
    this.place();
  }

  resize(width, height) {
    const isTurned = this.isNarrow !== width < NARROW;
    this.width = width;
    this.height = height;
    this.isNarrow = width < NARROW;
    if (isTurned || this.isFitted) this.fit();
    else this.place();
  }

  /** A narrow page shows the map upright. */
  world(node) {
    const at = this.moved.get(node.id) ?? node;
    return this.isNarrow ? [at.y, at.x] : [at.x, at.y];
  }

  fit() {
    const [side, top, bottom] = this.isNarrow ? [30, 18, 30] : [52, 22, 34];
    const [wide, high] = this.isNarrow ? [this.frame.height, this.frame.width] : [this.frame.width, this.frame.height];
    this.scale = Math.min((this.width - 2 * side) / wide, (this.height - top - bottom) / high);
    this.x = (this.width - wide * this.scale) / 2;
    this.y = top + (this.height - top - bottom - high * this.scale) / 2;
    this.least = this.scale * 0.5;
    this.isFitted = true;
    this.place();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = Math.min(Math.max(this.scale * factor, this.least), 8);
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.isFitted = false;
    this.place();
  }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.isFitted = false;
    this.place();
  }

  /** Put a mark at a point of the screen. */
  drag(node, x, y) {
    const [across, down] = [(x - this.x) / this.scale, (y - this.y) / this.scale];
    this.moved.set(node.id, this.isNarrow ? { x: down, y: across } : { x: across, y: down });
    this.place();
  }

  place() {
    const zoom = Math.min(Math.max(this.scale, 0.45), 1.5) * (this.isNarrow ? 0.85 : 1);
    this.thickness = Math.min(Math.max(this.scale, 0.5), 1.3) * (this.isNarrow ? 0.75 : 1);
    for (const node of this.nodes) {
      const [x, y] = this.world(node);
      node.sx = x * this.scale + this.x;
      node.sy = y * this.scale + this.y;
      node.r = Math.max(2.5, (node.size / 2) * zoom);
    }
    for (const link of this.links) bend(link, this.thickness);
  }

  nodeAt(x, y) {
    let best = null;
    let least = Infinity;
    for (const node of this.nodes) {
      const away = Math.hypot(node.sx - x, node.sy - y) - node.r;
      if (away < CLOSE && away < least) [best, least] = [node, away];
    }
    return best;
  }

  linkAt(x, y) {
    let best = null;
    let least = CLOSE;
    for (const link of this.links) {
      if (x < link.left - CLOSE || x > link.right + CLOSE || y < link.top - CLOSE || y > link.bottom + CLOSE) continue;
      const away = distance(link, x, y) - link.px / 2;
      if (away < least) [best, least] = [link, away];
    }
    return best;
  }
}

/** Work out a line's curve, and the head of its arrow at the edge of the mark that it leads to. */
function bend(link, thickness) {
  const { from, till } = link;
  link.px = Math.max(0.6, link.width * thickness);
  link.cx = (from.sx + till.sx) / 2 - (from.sy - till.sy) * link.curve;
  link.cy = (from.sy + till.sy) / 2 - (till.sx - from.sx) * link.curve;
  const length = Math.hypot(till.sx - link.cx, till.sy - link.cy) || 1;
  link.dx = (till.sx - link.cx) / length;
  link.dy = (till.sy - link.cy) / length;
  link.tipX = till.sx - link.dx * till.r;
  link.tipY = till.sy - link.dy * till.r;
  link.left = Math.min(from.sx, till.sx, link.cx);
  link.right = Math.max(from.sx, till.sx, link.cx);
  link.top = Math.min(from.sy, till.sy, link.cy);
  link.bottom = Math.max(from.sy, till.sy, link.cy);
}

function distance(link, x, y) {
  const { from } = link;
  let [px, py] = [from.sx, from.sy];
  let least = Infinity;
  for (let step = 1; step <= SAMPLES; step += 1) {
    const t = step / SAMPLES;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
    const [qx, qy] = [a * from.sx + b * link.cx + c * link.tipX, a * from.sy + b * link.cy + c * link.tipY];
    least = Math.min(least, toSegment(x, y, px, py, qx, qy));
    [px, py] = [qx, qy];
  }
  return least;
}

function toSegment(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
