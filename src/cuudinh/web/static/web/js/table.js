/** Sorting by a click on a column's head, and lines closer together for those who compare many. */

const DENSITY_KEY = "cd_density";

/** @param {HTMLElement} part */
export function enhance(part) {
  const table = part.querySelector("table");
  if (!table) return;
  table.querySelectorAll("thead th[data-sorts]").forEach((head) => makeSortable(table, /** @type {HTMLTableCellElement} */ (head)));
  const density = part.querySelector("[data-density]");
  if (density instanceof HTMLElement) offerDensity(part, density);
}

/**
 * @param {HTMLTableElement} table
 * @param {HTMLTableCellElement} head
 */
function makeSortable(table, head) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "table-sort";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const isDown = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    sortRows(table, head.cellIndex, isDown ? -1 : 1);
  });
}

/**
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {1 | -1} direction
 */
function sortRows(table, column, direction) {
  const language = document.documentElement.lang || "vi";
  const order = new Intl.Collator(language, { numeric: true });
  const rows = [...table.tBodies[0].rows];
  const keyed = rows.map((row) => ({ row, key: keyOf(row.cells[column]) }));
  keyed.sort((a, b) => {
    const isNumeric = typeof a.key === "number" && typeof b.key === "number";
    return direction * (isNumeric ? Number(a.key) - Number(b.key) : order.compare(String(a.key), String(b.key)));
  });
  table.tBodies[0].append(...keyed.map((one) => one.row));
}

/**
 * What a cell is sorted by: its `data-by`, else its text; a figure counts as a number, as offices write it.
 * @param {HTMLTableCellElement} cell
 * @returns {number | string}
 */
export function keyOf(cell) {
  const text = (cell.dataset.by ?? cell.textContent ?? "").trim();
  if (cell.dataset.by !== undefined) return Number.isNaN(Number(text)) ? text : Number(text);
  return figure(text, document.documentElement.lang) ?? text;
}

/**
 * Reads a figure as it is written in the page's language; null when it is none.
 * @param {string} text
 * @param {string} language
 * @returns {number | null}
 */
export function figure(text, language) {
  const isVietnamese = language !== "en";
  const plain = text.replace(/[\s%]/g, "").replaceAll(isVietnamese ? "." : ",", "").replace(isVietnamese ? "," : ".", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/**
 * @param {HTMLElement} part
 * @param {HTMLElement} button
 */
function offerDensity(part, button) {
  button.closest("[data-live-part]")?.removeAttribute("hidden");
  /** @param {boolean} isDense */
  const set = (isDense) => {
    part.classList.toggle("is-dense", isDense);
    button.setAttribute("aria-pressed", String(isDense));
  };
  set(window.localStorage.getItem(DENSITY_KEY) === "dense");
  button.addEventListener("click", () => {
    const isDense = !part.classList.contains("is-dense");
    window.localStorage.setItem(DENSITY_KEY, isDense ? "dense" : "");
    set(isDense);
  });
}
