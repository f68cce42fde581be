/** A sentence about what was just done; it goes by itself unless there is something to undo or to read. */

const READ_MS = 6000;
const UNDO_MS = 12000;

/**
 * @param {{ text: string, tone?: string }} told
 */
export function showToast(told) {
  const region = document.querySelector("[data-toasts]");
  const template = document.querySelector("[data-toast-template]");
  if (!region || !(template instanceof HTMLTemplateElement)) return;
  const toast = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  if (told.tone) toast.classList.add(`tone-${told.tone}`);
  const words = toast.querySelector("p");
  if (words) words.textContent = told.text;
  region.append(toast);
  letGo(toast);
}

/** Looks after the toast that came with the page, and after those that answers to htmx announce. */
export function listenForToasts() {
  document.querySelectorAll("[data-toasts] [data-toast]").forEach((toast) => letGo(/** @type {HTMLElement} */ (toast)));
  document.addEventListener("cd:toast", (event) => showToast(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("click", (event) => {
    const asker = /** @type {Element} */ (event.target).closest("[data-toast-say]");
    if (asker) showToast({ text: asker.getAttribute("data-toast-say") ?? "", tone: "good" });
  });
}

/** @param {HTMLElement} toast */
function letGo(toast) {
  const close = toast.querySelector("[data-toast-close]");
  close?.removeAttribute("hidden");
  close?.addEventListener("click", () => toast.remove());
  let timer = 0;
  const wait = () => {
    timer = window.setTimeout(() => toast.remove(), toast.querySelector("form") ? UNDO_MS : READ_MS);
  };
  toast.addEventListener("pointerenter", () => window.clearTimeout(timer));
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusin", () => window.clearTimeout(timer));
  wait();
}
