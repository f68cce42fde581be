/** The centre's queue: walking the list shows each case beside it, and the chosen row stays marked. */

const WALK_MS = 180;
let timer = 0;

// While somebody walks with j and k, only the row on which they stop is fetched.
document.addEventListener("cd:chosen", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).querySelector("a");
  window.clearTimeout(timer);
  timer = window.setTimeout(() => link?.click(), WALK_MS);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = /** @type {CustomEvent} */ (event).detail;
  if (target?.id !== "chosen") return;
  const row = elt.closest("[data-key-row]");
  document.querySelectorAll("[data-key-row][aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  row?.setAttribute("aria-current", "true");
  document.querySelector(".queue")?.classList.add("has-asked");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = /** @type {CustomEvent} */ (event).detail;
  if (target?.id === "chosen") target.scrollIntoView({ block: "nearest" });
});
