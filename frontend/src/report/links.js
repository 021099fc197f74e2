// A link to something folded away unfolds it.
export function reveal(id) {
  const target = document.getElementById(id);
  if (!target) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.tagName === "DETAILS") node.open = true;
  }
  target.scrollIntoView();
  (target.querySelector("summary") ?? target).focus({ preventScroll: true });
}

export function followLinks() {
  const follow = () => reveal(decodeURIComponent(location.hash.slice(1)));
  window.addEventListener("hashchange", follow);
  if (location.hash) follow();
}

export function goTo(id) {
  if (!id) return;
  if (location.hash === `#${id}`) reveal(id);
  else location.hash = id;
}
