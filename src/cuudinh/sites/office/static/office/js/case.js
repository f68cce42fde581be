/**
 * The screen of one case: an act that opens takes the focus, and one that was refused comes back in its place.
 * The keys of the acts stand in the page itself (`data-key`).
 */

/** What others did meanwhile (409) is drawn like what is missing (422): with the case as it is now. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.xhr.status !== 409 || !detail.target.matches("[data-case]")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { elt } = /** @type {CustomEvent} */ (event).detail;
  focusOn(elt.querySelector("[data-focus-first]"));
});

/** Whether the person has done anything yet: an act that came open has not been asked for. */
let hasActed = false;
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => (hasActed = true), true);

// Events of opening do not rise, so they are heard on their way down.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches("[data-act]")) return;
    document.querySelectorAll("[data-act][open]").forEach((act) => act !== target && act.removeAttribute("open"));
    if (hasActed) focusOn(target.querySelector("textarea, select, input:not([type=hidden]), form button"));
  },
  true,
);

/** Answer templates help whoever types; without scripts the field alone is enough, so they come in sight here. */
function showTemplates() {
  for (const choice of document.querySelectorAll("select[data-template-of]")) choice.removeAttribute("hidden");
}

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLSelectElement) || !target.dataset.templateOf || !target.value) return;
  const field = document.getElementById(target.dataset.templateOf);
  if (!(field instanceof HTMLTextAreaElement)) return;
  // Put in where the person is writing; what was written stays.
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(gap + target.value, field.selectionStart, field.selectionEnd, "end");
  target.value = "";
  field.focus();
});
document.addEventListener("htmx:afterSettle", showTemplates);
showTemplates();

/** @param {Element | null} element */
function focusOn(element) {
  if (!(element instanceof HTMLElement)) return;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
