/**
 * Keyboard shortcuts, declared in the page: `data-key="e"` presses or focuses its element, a list with
 * `data-key-list` is walked with j and k and opened with Enter, `?` shows what there is.
 */

/** @typedef {{ key: string, label: string, act: () => void }} Shortcut */

const HELP_WORDS = { vi: { title: "Phím tắt", next: "Mục tiếp theo", before: "Mục trước", open: "Mở mục đang chọn", help: "Xem phím tắt", close: "Đóng" }, en: { title: "Keyboard shortcuts", next: "Next entry", before: "Previous entry", open: "Open the chosen entry", help: "Show shortcuts", close: "Close" } };

/** @type {Map<string, Shortcut>} */
const shortcuts = new Map();
let isListening = false;

/**
 * Adds a shortcut; a later one takes the place of an earlier one with the same key.
 * @param {string} key
 * @param {string} label
 * @param {() => void} act
 */
export function bind(key, label, act) {
  shortcuts.set(key, { key, label, act });
  if (isListening) return;
  isListening = true;
  bind("?", words().help, showHelp);
  document.addEventListener("keydown", onKey);
}

/** @param {HTMLElement} element */
export function enhance(element) {
  if (element.dataset.keyList !== undefined) bindList(element);
  if (element.dataset.key) {
    bind(element.dataset.key, element.dataset.keyLabel ?? element.textContent?.trim() ?? "", () => use(element));
    element.setAttribute("aria-keyshortcuts", element.dataset.key);
  }
}

/** @param {HTMLElement} element */
function use(element) {
  if (!element.isConnected) return;
  if (element.matches("input:not([type=checkbox],[type=radio],[type=submit]), textarea, select")) element.focus();
  else element.click();
}

/** @param {HTMLElement} list */
function bindList(list) {
  bind("j", words().next, () => walk(list, 1));
  bind("k", words().before, () => walk(list, -1));
  bind("Enter", words().open, () => chosenIn(list)?.querySelector("a")?.click());
}

/**
 * @param {HTMLElement} list
 * @param {1 | -1} step
 */
function walk(list, step) {
  const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-key-row]")]);
  const chosen = chosenIn(list);
  const at = chosen ? rows.indexOf(chosen) : -1;
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  if (!next) return;
  chosen?.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("a")?.focus({ preventScroll: true });
  next.dispatchEvent(new CustomEvent("cd:chosen", { bubbles: true }));
}

/**
 * @param {HTMLElement} list
 * @returns {HTMLElement | null}
 */
function chosenIn(list) {
  return list.querySelector("[data-key-row][aria-current=true]");
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isTyping = target.matches("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const found = shortcuts.get(event.key);
  // Enter on a link or button is the browser's own.
  if (!found || (event.key === "Enter" && target.matches("a, button, summary"))) return;
  event.preventDefault();
  found.act();
}

function showHelp() {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", words().title);
  const title = document.createElement("h2");
  title.textContent = words().title;
  const list = document.createElement("dl");
  list.className = "keys";
  for (const { key, label } of shortcuts.values()) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const told = document.createElement("dd");
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap);
    told.textContent = label;
    row.append(term, told);
    list.append(row);
  }
  const close = document.createElement("button");
  close.className = "button";
  close.type = "button";
  close.textContent = words().close;
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function words() {
  return document.documentElement.lang === "en" ? HELP_WORDS.en : HELP_WORDS.vi;
}
