// Desk keys. An element says which key presses it with data-key ("c", "F8"); rows of a list are
// walked with J and K. Off inside fields, and off altogether when the officer says so.

const OFF = "motcua-keys-off";

/** The name under which an element registers a key event, or null when keys must stay quiet. */
export function keyName(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const functionKey = /^F\d+$/.test(event.key);
  if (!functionKey && isTyping(event.target)) return null;
  return functionKey || event.key.length > 1 ? event.key : event.key.toLowerCase();
}

function isTyping(element) {
  return element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") ?? false;
}

export function listen(document, storage) {
  const switcher = document.querySelector("[data-keys-switch]");
  if (switcher) followSwitch(switcher, storage);
  document.addEventListener("keydown", (event) => {
    if (storage.getItem(OFF) === "1") return;
    const name = keyName(event);
    if (name && press(document, name)) event.preventDefault();
  });
}

function followSwitch(switcher, storage) {
  switcher.checked = storage.getItem(OFF) !== "1";
  switcher.addEventListener("change", () => storage.setItem(OFF, switcher.checked ? "0" : "1"));
}

function press(document, name) {
  if (name === "?") return openList(document);
  if (name === "j" || name === "k") return walk(document, name === "j" ? 1 : -1);
  if (name === "x") return tick(document);
  const target = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (!target) return false;
  if (target.matches("input, textarea, select")) {
    target.focus();
    target.select?.();
  } else target.click();
  return true;
}

function openList(document) {
  const list = document.querySelector("[data-keys-list]");
  if (!list) return false;
  list.open = !list.open;
  if (list.open) list.querySelector("summary")?.focus();
  return true;
}

function walk(document, step) {
  const links = [...document.querySelectorAll("[data-rows] tbody th a")];
  if (links.length === 0) return false;
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next].focus();
  return true;
}

function tick(document) {
  const box = document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}
