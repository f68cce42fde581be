/**
 * The one script of every page: it looks which parts are there and fetches only their modules.
 * A page without scripts works as well; each part here only makes something easier.
 */
import { listenForToasts } from "./toast.js";
import { offerThemes } from "./theme.js";
import { openDialogs } from "./dialog.js";

/** @typedef {{ enhance: (element: HTMLElement) => unknown }} Part */

/** @type {Array<[string, () => Promise<Part>]>} */
const PARTS = [
  ["[data-place-picker]", () => import("./place-picker.js")],
  ["[data-photo-picker]", () => import("./photo-picker.js")],
  ["form[data-draft]", () => import("./drafts.js")],
  ["[data-table]", () => import("./table.js")],
  ["[data-chart]", () => import("./chart.js")],
  ["[data-map]", () => import("./map.js")],
  ["[data-mark-areas]", () => import("./mark-areas.js")],
  ["[data-live]", () => import("./live.js")],
  ["form[data-passkey]", () => import("./passkeys.js")],
  ["[data-key], [data-key-list]", () => import("./keys.js")],
];

/** @type {WeakSet<Element>} */
const seen = new WeakSet();

/** @param {ParentNode} within */
async function enhanceAll(within) {
  for (const [selector, load] of PARTS) {
    const found = [...within.querySelectorAll(selector)].filter((element) => !seen.has(element));
    if (within instanceof Element && within.matches(selector) && !seen.has(within)) found.push(within);
    if (!found.length) continue;
    found.forEach((element) => seen.add(element));
    const part = await load();
    found.forEach((element) => part.enhance(/** @type {HTMLElement} */ (element)));
  }
}

listenForToasts();
offerThemes();
openDialogs();
document.querySelector("[data-focus-first]")?.scrollIntoView({ block: "center" });
/** @type {HTMLElement | null} */ (document.querySelector("[data-focus-first]"))?.focus({ preventScroll: true });
enhanceAll(document);
// An answer that says where it belongs is shown there, whatever its status.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = true;
});
document.addEventListener("htmx:load", (event) => enhanceAll(/** @type {Element} */ (event.target)));
