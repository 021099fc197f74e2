// The map as a reader handles it: pointed at, selected, dragged, zoomed, by mouse, finger or keyboard.
//
// Two canvases lie on each other. What moves or is pointed at is painted on the upper one, so that
// the lower one with its thousands of lines is painted only when all of it changes.
import { follow, lines, palette } from "../charts/palette.js";
import { paintLines, paintMarks, paintNames, ring } from "./map_paint.js";
import { Scene } from "./map_scene.js";

const STEP = 60;
const FACTOR = 1.3;
const A_CLICK = 4;
const PALE = 0.72;
const CALM = 140; // milliseconds without a move, after which what is stale is painted anew
const LIGHT = 600; // lines: as many are painted anew for every frame, more are moved as they stand
const FAR = 0.4; // of the canvas: what was moved further is painted anew all the same

export class View {
  constructor(place, frame, onPick) {
    this.place = place;
    this.onPick = onPick;
    this.scene = new Scene(frame);
    this.lower = place.querySelector("canvas");
    this.upper = document.createElement("canvas");
    this.upper.setAttribute("aria-hidden", "true");
    this.lower.after(this.upper);
    this.tip = document.createElement("div");
    this.tip.className = "map-tip";
    this.tip.hidden = true;
    place.append(this.tip);
    this.pointers = new Map();
    this.pointed = null;
    this.selected = "";
    this.#listen();
    follow(place, () => this.resize());
    this.resize();
  }

  show(nodes, links) {
    this.pointed = null;
    this.tip.hidden = true;
    this.scene.show(nodes, links);
    this.paint();
  }

  /** Make a line's or party's key the selected one; none by an empty text. */
  select(key) {
    this.selected = key;
    this.paintUpper();
  }

  /** Point at a line or party by its key, as the mouse would. */
  point(key) {
    this.pointed = this.find(key);
    this.paintUpper();
  }

  find(key) {
    const { byId, links } = this.scene;
    return byId?.get(key) ?? links.find((link) => link.id === key) ?? null;
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (!width || !height) return;
    const density = Math.min(devicePixelRatio || 1, 2);
    for (const canvas of [this.lower, this.upper]) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
      canvas.getContext("2d").setTransform(density, 0, 0, density, 0, 0);
    }
    this.colours = palette();
    this.scene.resize(width, height);
    this.paint();
  }

  fit() {
    this.scene.moved.clear();
    this.scene.fit();
    this.#settle();
  }

  zoom(factor, x, y) {
    this.scene.zoom(factor, x, y);
    this.#settle();
  }

  pan(x, y) {
    this.scene.pan(x, y);
    this.#settle();
  }

  /** Follow a move at once, if need be by moving what is painted already; paint anew in the end. */
  #settle() {
    this.place.dataset.zoomed = this.scene.isFitted ? "" : "yes";
    clearTimeout(this.calming);
    this.calming = setTimeout(() => this.paint(), CALM);
    this.isMoving = true;
    this.paintUpper();
  }

  paint() {
    this.isStale = true;
    this.paintUpper();
  }

  paintUpper() {
    this.wanted ??= requestAnimationFrame(() => {
      this.wanted = null;
      if (this.isStale || (this.isMoving && this.#isPainted())) this.#paintLower();
      else if (this.isMoving) this.#shiftLower();
      this.isMoving = false;
      this.#paintUpper();
    });
  }

  /** Tell whether a move is followed by painting all of it, or by moving what is painted already. */
  #isPainted() {
    const { scene, painted } = this;
    const away = Math.max(Math.abs(scene.x - painted.x) / scene.width, Math.abs(scene.y - painted.y) / scene.height);
    return scene.links.length <= LIGHT || (scene.scale === painted.scale && away > FAR);
  }

  #paintLower() {
    this.isStale = false;
    const { scene, colours, held } = this;
    const brush = cleared(this.lower);
    const touches = (link) => held && (link.from === held || link.till === held);
    paintLines(brush, held ? scene.links.filter((link) => !touches(link)) : scene.links, colours);
    paintMarks(brush, held ? scene.nodes.filter((node) => node !== held) : scene.nodes, colours);
    if (!held) paintNames(brush, scene, scene.nodes, colours);
    this.lower.style.transform = "";
    this.painted = { scale: scene.scale, x: scene.x, y: scene.y };
  }

  #shiftLower() {
    const { scene, painted } = this;
    const grown = scene.scale / painted.scale;
    const [x, y] = [scene.x - painted.x * grown, scene.y - painted.y * grown];
    this.lower.style.transform = `matrix(${grown}, 0, 0, ${grown}, ${x}, ${y})`;
  }

  #paintUpper() {
    const brush = cleared(this.upper);
    const { scene, colours, held } = this;
    const focus = held ?? this.pointed ?? this.find(this.selected);
    if (!focus) return;
    const isMark = "kind" in focus;
    const links = isMark ? scene.links.filter((link) => link.from === focus || link.till === focus) : [focus];
    const nodes = [...new Set([...(isMark ? [focus] : []), ...links.flatMap((link) => [link.from, link.till])])];
    brush.globalAlpha = PALE;
    brush.fillStyle = colours.paper;
    brush.fillRect(0, 0, scene.width, scene.height);
    brush.globalAlpha = 1;
    paintLines(brush, links, colours);
    paintMarks(brush, nodes, colours);
    if (isMark) ring(brush, focus, colours);
    else for (const node of nodes) ring(brush, node, colours);
    paintNames(brush, scene, nodes, colours, nodes.length < 40);
  }

  #listen() {
    const { upper, place } = this;
    upper.addEventListener("pointerdown", (event) => this.#down(event));
    upper.addEventListener("pointermove", (event) => this.#move(event));
    upper.addEventListener("pointerup", (event) => this.#up(event));
    upper.addEventListener("pointercancel", (event) => this.#up(event));
    upper.addEventListener("pointerleave", () => this.#pointAt(null));
    upper.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  #down(event) {
    const [x, y] = [event.offsetX, event.offsetY];
    this.upper.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x, y });
    this.place.focus({ preventScroll: true });
    this.started = { x, y };
    this.isDrag = false;
    this.grasped = this.pointers.size === 1 ? this.scene.nodeAt(x, y) : null;
  }

  #move(event) {
    const [x, y] = [event.offsetX, event.offsetY];
    const last = this.pointers.get(event.pointerId);
    if (!last) {
      this.#pointAt(this.scene.nodeAt(x, y) ?? this.scene.linkAt(x, y), x, y);
      return;
    }
    if (!this.isDrag && Math.hypot(x - this.started.x, y - this.started.y) < A_CLICK) return;
    if (!this.isDrag) this.#begin();
    if (this.pointers.size === 2) this.#pinch(event.pointerId, last, x, y);
    else if (this.held) {
      this.scene.drag(this.held, x, y);
      this.paintUpper();
    } else this.pan(x - last.x, y - last.y);
    this.pointers.set(event.pointerId, { x, y });
  }

  #begin() {
    this.isDrag = true;
    this.pointed = null;
    this.tip.hidden = true;
    this.held = this.grasped;
    if (this.held) this.paint();
  }

  #pinch(id, last, x, y) {
    const [other] = [...this.pointers].filter(([each]) => each !== id).map(([, at]) => at);
    const [before, now] = [last, { x, y }].map((at) => Math.hypot(at.x - other.x, at.y - other.y));
    if (before) this.zoom(now / before, (x + other.x) / 2, (y + other.y) / 2);
  }

  #up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const [x, y] = [event.offsetX, event.offsetY];
    if (!this.isDrag && event.type === "pointerup") {
      const hit = this.scene.nodeAt(x, y) ?? this.scene.linkAt(x, y);
      this.onPick(hit ? hit.id : "", hit !== null && "kind" in hit);
    }
    if (this.held) {
      this.held = null;
      this.paint();
    }
  }

  #pointAt(hit, x, y) {
    if (hit) this.#tell(hit, x, y);
    else this.tip.hidden = true;
    if (hit === this.pointed) return;
    this.pointed = hit;
    this.upper.style.cursor = hit ? "pointer" : "grab";
    this.paintUpper();
  }

  #tell(hit, x, y) {
    if (this.told !== hit) this.tip.replaceChildren(lines(hit.title, hit.lines));
    this.told = hit;
    this.tip.hidden = false;
    const left = Math.min(x + 14, this.scene.width - this.tip.offsetWidth - 4);
    const isBelow = y + 18 + this.tip.offsetHeight < this.scene.height;
    this.tip.style.left = `${Math.max(4, left)}px`;
    this.tip.style.top = `${isBelow ? y + 18 : Math.max(4, y - 12 - this.tip.offsetHeight)}px`;
  }

  /** The wheel scrolls the page, unless the map has been taken hold of. */
  #wheel(event) {
    if (!event.ctrlKey && document.activeElement !== this.place) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.offsetX, event.offsetY);
  }

  #key(event) {
    const keys = {
      ArrowLeft: () => this.pan(STEP, 0),
      ArrowRight: () => this.pan(-STEP, 0),
      ArrowUp: () => this.pan(0, STEP),
      ArrowDown: () => this.pan(0, -STEP),
      "+": () => this.zoom(FACTOR),
      "=": () => this.zoom(FACTOR),
      "-": () => this.zoom(1 / FACTOR),
      0: () => this.fit(),
      Escape: () => this.onPick("", false),
    };
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  }
}

function cleared(canvas) {
  const brush = canvas.getContext("2d");
  brush.save();
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, canvas.width, canvas.height);
  brush.restore();
  return brush;
}
