// The list of claims by keyboard: the page works without it, by buttons and boxes.
const SWITCH = "claims-keys";
const KEPT = "claims-at";
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Hear the keys over the form that holds the list. */
export function hearClaims(form) {
  const found = form.closest("#found");
  const rows = [...form.querySelectorAll("[data-row]")];
  const reason = form.elements.reason;
  const keys = found.querySelector("[data-keys]");
  const boxes = rows.map((row) => row.querySelector("input[name=claim]"));
  let at = -1;

  const go = (to) => {
    if (!rows.length) return;
    rows[at]?.removeAttribute("aria-current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].setAttribute("aria-current", "true");
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const press = (name, value) => {
    if (at < 0) go(0);
    if (!reason.reportValidity()) return;
    rows[at].querySelector(`button[name="${name}"][value^="${value}:"]`).click();
  };
  const remark = () => {
    if (at < 0) go(0);
    if (!reason.reportValidity()) return;
    boxes.forEach((box, place) => { box.checked = place === at; });
    form.querySelector("button[value=annotate]").click();
  };
  const correct = () => location.assign(`${rows[Math.max(at, 0)].querySelector("a").href}&correct=yes#correct`);
  const choose = () => {
    if (at < 0) go(0);
    boxes[at].click();
  };
  const acts = {
    j: () => go(at + 1), ArrowDown: () => go(at + 1),
    k: () => go(at - 1), ArrowUp: () => go(at - 1),
    x: choose, a: () => press("one", "accept"), r: () => press("one", "reject"),
    n: remark, c: correct,
    "?": () => { keys.open = !keys.open; },
  };

  keepReason(form, reason, () => at);
  countChosen(form, boxes);
  const isOn = switchOf(keys);
  const hear = (event) => {
    if (!form.isConnected) return document.removeEventListener("keydown", hear);
    const isArrow = event.key.startsWith("Arrow");
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(FIELDS)) return;
    if (!isOn() || !acts[event.key] || (isArrow && !form.contains(event.target))) return;
    event.preventDefault();
    acts[event.key]();
  };
  document.addEventListener("keydown", hear);
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row && rows[at] !== row) {
      rows[at]?.removeAttribute("aria-current");
      at = rows.indexOf(row);
      row.setAttribute("aria-current", "true");
    }
  });
  const before = take();
  if (before && before.path === location.pathname) {
    reason.value ||= before.reason;
    if (before.at >= 0) go(before.at);
  }
}

/** Whether the keys are heard: whoever speaks to the computer, or types blindly, can have them off. */
function switchOf(keys) {
  const box = keys.querySelector("[data-keys-on]");
  keys.hidden = false;
  box.checked = localStorage.getItem(SWITCH) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  return () => box.checked;
}

/** The reason and the place in the list outlive the page that a decision loads anew. */
function keepReason(form, reason, place) {
  form.addEventListener("submit", () => {
    const kept = { path: "/claims", reason: reason.value, at: place() };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  });
}

function take() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept && JSON.parse(kept);
}

function countChosen(form, boxes) {
  const all = form.querySelector("[data-choose-all]");
  const told = form.querySelector("[data-chosen]");
  const tell = () => {
    const number = boxes.filter((box) => box.checked).length;
    told.textContent = number ? `${number} chosen` : "";
    all.checked = number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
