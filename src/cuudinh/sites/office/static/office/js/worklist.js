/**
 * The officer's list: marking many rows, and telling of new work without moving what is being read.
 * Walking, opening, searching and the views have their keys in the page itself (`data-key`).
 */
import { bind } from "../../web/js/keys.js";

const MARK_WORDS = { vi: "Chọn hoặc bỏ chọn", en: "Mark or unmark" };

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-many]"));
if (form) markMany(form);
tellNews();

/** @param {HTMLFormElement} many */
function markMany(many) {
  const all = /** @type {HTMLInputElement} */ (many.querySelector("[data-all]"));
  const told = /** @type {HTMLElement} */ (many.querySelector("[data-many-count]"));
  const bare = told.textContent ?? "";
  const ticks = () => /** @type {HTMLInputElement[]} */ ([...many.querySelectorAll("input[name=number]")]);
  const show = () => {
    const marked = ticks().filter((tick) => tick.checked).length;
    all.checked = marked > 0 && marked === ticks().length;
    all.indeterminate = marked > 0 && !all.checked;
    told.textContent = marked ? (told.dataset.words ?? "").replace("{n}", String(marked)) : bare;
    many.classList.toggle("has-marked", marked > 0);
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    ticks().forEach((tick) => (tick.checked = all.checked));
    show();
  });
  many.addEventListener("change", show);
  document.addEventListener("htmx:afterSettle", show);
  bind("x", MARK_WORDS[document.documentElement.lang === "en" ? "en" : "vi"], () => {
    const tick = /** @type {HTMLInputElement | null} */ (many.querySelector("[data-key-row][aria-current=true] input"));
    if (!tick) return;
    tick.checked = !tick.checked;
    show();
  });
  show();
}

/** Says that the view holds more than when it was read; the list itself stays as it is. */
function tellNews() {
  const told = /** @type {HTMLElement | null} */ (document.querySelector("[data-news]"));
  const link = told?.querySelector("a");
  const count = () => document.querySelector(".view[aria-current] .view-count")?.textContent ?? "";
  const read = count();
  document.addEventListener("htmx:afterSettle", () => {
    if (!told || !link || count() === read || !link.hidden) return;
    link.hidden = false;
    link.before(`${told.dataset.words} `);
  });
}
