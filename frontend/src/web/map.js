// The page of the map: the slider brings the map of another day, a click the sentences.
import { View } from "./map_view.js";

const PAUSE = 120; // milliseconds that the slider must rest before its day is fetched
const ZOOMS = { in: (view) => view.zoom(1.3), out: (view) => view.zoom(1 / 1.3), fit: (view) => view.fit() };

export function drawMap(place, data) {
  const view = new View(place, data.frame, (key, isMark) => pick(view, key, isMark));
  view.show(data.nodes, data.links);
  const asked = new URLSearchParams(location.search);
  view.select(asked.get("line") ?? asked.get("mark") ?? "");
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => ZOOMS[button.dataset.zoom](view));
  }
  followLinks(view);
  followSlider(view, data.days);
  leaveOutEmpty(document.getElementById("map-form"));
  requestAnimationFrame(() => requestAnimationFrame(() => tellDrawn(place)));
}

/** Say that the first picture stands, to those who measure and test. */
function tellDrawn(place) {
  performance.mark("map-drawn");
  place.dataset.ready = "yes";
}

/** Fetch what is to be said of a line or a party, and keep in the address what is selected. */
async function pick(view, key, isMark, isLink = false) {
  const asked = new URLSearchParams(location.search);
  asked.delete("line");
  asked.delete("mark");
  if (key) asked.set(isMark ? "mark" : "line", key);
  keep(asked);
  view.select(key);
  const answer = await fetch(`/map/panel?${asked}`);
  if (!answer.ok) return;
  const panel = put("map-panel", await answer.text());
  if (isLink) panel.focus();
  else if (key && matchMedia("(max-width: 60rem)").matches) panel.scrollIntoView({ block: "start" });
}

/** Links that select something do so in place; pointing at one points at it on the map. */
function followLinks(view) {
  const keyOf = (link) => link.dataset.line ?? link.dataset.mark;
  const linkOf = (event) => event.target.closest?.("[data-line], [data-mark]");
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    pick(view, keyOf(link), "mark" in link.dataset, true);
  });
  for (const [begins, ends] of [["focusin", "focusout"], ["mouseover", "mouseout"]]) {
    document.addEventListener(begins, (event) => linkOf(event) && view.point(keyOf(linkOf(event))));
    document.addEventListener(ends, (event) => linkOf(event) && view.point(""));
  }
}

function followSlider(view, days) {
  const slider = document.getElementById("map-day");
  const shown = document.querySelector("#map-day-shown time");
  let waiting = 0;
  let underway = new AbortController();
  slider.addEventListener("input", () => {
    const stop = days[slider.valueAsNumber];
    shown.textContent = stop.day;
    slider.setAttribute("aria-valuetext", stop.day);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      underway.abort();
      underway = new AbortController();
      bring(view, stop, underway.signal);
    }, PAUSE);
  });
}

async function bring(view, stop, signal) {
  const asked = new URLSearchParams(location.search);
  asked.delete("offset");
  asked.delete("as_of");
  if (stop.as_of) asked.set("as_of", stop.as_of);
  const room = view.place.closest("main");
  room.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/map/data?${asked}`, { signal });
    if (!answer.ok) throw new Error(`the map of ${stop.day} didn't come: status ${answer.status}`);
    const data = await answer.json();
    view.show(data.nodes, data.links);
    for (const [id, html] of Object.entries(data.parts)) put(id, html);
    keep(asked);
    tellDay(stop);
  } catch (error) {
    if (error.name === "AbortError") return;
    document.getElementById("map-counts").textContent = `${error.message}. Try again.`;
  }
  room.removeAttribute("aria-busy");
}

function put(id, html) {
  const part = document.getElementById(id);
  part.innerHTML = html; // made by our own templates, which escape what others wrote
  return part;
}

function keep(asked) {
  const query = asked.toString();
  history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
}

/** All that the page says and links to is of the day that is shown. */
function tellDay(stop) {
  document.getElementById("map-as-of").value = stop.as_of;
  for (const link of document.querySelectorAll("header a[href^='/']")) {
    const address = new URL(link.href);
    address.searchParams.delete("as_of");
    if (stop.as_of) address.searchParams.set("as_of", stop.as_of);
    link.href = address.pathname + address.search;
  }
  const told = document.querySelector(".when");
  const isOfDay = told?.textContent.includes("As of");
  if (isOfDay) told.querySelector("time").textContent = stop.day;
}

/** Fields that hold nothing stay out of the address. */
function leaveOutEmpty(form) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
