/**
 * Shares of communes on a map, beside the table that they are read from: the table alone says everything.
 * The units are one stop of the keyboard; arrows go from one to the next in the order of the table.
 */
import { makeMap } from "../../web/js/ground.js";
import { words } from "../../web/js/points.js";

/** In how many steps of colour a share is told; each is an equal part of a hundred. */
const STEPS = 5;
const NEXT = ["ArrowRight", "ArrowDown"];
const BEFORE = ["ArrowLeft", "ArrowUp"];

/** @typedef {{ row: HTMLTableRowElement, name: string, figure: string, percent: number, unit?: any }} Told */

document.querySelectorAll("[data-share-map]").forEach((part) => draw(/** @type {HTMLElement} */ (part)));

/** @param {HTMLElement} part */
async function draw(part) {
  const told = readTable(part);
  const ground = /** @type {HTMLElement} */ (part.querySelector("[data-map-ground]"));
  ground.hidden = false;
  const { L, map, units } = await makeMap(ground, part);
  units.eachLayer((/** @type {any} */ unit) => colour(unit, told.get(unit.feature.properties.code)));
  // Drawn above all units; to bring the unit itself to the front would take the keyboard away from it.
  const outline = L.geoJSON(null, { style: { className: "share-here", fill: false }, interactive: false }).addTo(map);
  const shown = [...told.values()].filter((one) => one.unit);
  shown.forEach((one) => tell(one, outline));
  walk(shown);
}

/**
 * Gives the shares of a table by the code of their unit.
 * @param {HTMLElement} part
 * @returns {Map<string, Told>}
 */
function readTable(part) {
  /** @type {Map<string, Told>} */
  const found = new Map();
  part.querySelectorAll("tbody tr").forEach((element) => {
    const row = /** @type {HTMLTableRowElement} */ (element);
    const [head, converted, total, percent] = row.cells;
    if (!head.dataset.of) return;
    const figure = `${converted.textContent}/${total.textContent} = ${percent.textContent}`;
    found.set(head.dataset.of, { row, name: head.textContent ?? "", figure, percent: Number(percent.dataset.by) });
  });
  return found;
}

/**
 * @param {any} unit
 * @param {Told | undefined} told
 */
function colour(unit, told) {
  const step = told && Math.min(STEPS - 1, Math.floor((told.percent * STEPS) / 100));
  unit.getElement()?.classList.add(told ? `share-${step}` : "share-none");
  if (told) told.unit = unit;
}

/**
 * Says the figure of a unit where it is pointed at or reached by the keyboard, and shows its row.
 * @param {Told} told
 * @param {any} outline
 */
function tell({ unit, row, name, figure }, outline) {
  const path = unit.getElement();
  const text = `${name}: ${figure}`;
  unit.bindTooltip(words(text), { direction: "top", sticky: false });
  path.setAttribute("role", "img");
  path.setAttribute("aria-label", text);
  const show = (/** @type {boolean} */ isOn) => {
    outline.clearLayers();
    if (isOn) outline.addData(unit.feature);
    if (isOn) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  };
  unit.on("mouseover", () => show(true));
  unit.on("mouseout", () => show(false));
  path.addEventListener("focus", () => {
    show(true);
    unit.openTooltip();
    // Only the table moves under its head, not the page.
    const box = row.closest(".table-scroll");
    if (box) box.scrollTop = row.offsetTop - box.clientHeight / 2;
  });
  path.addEventListener("blur", () => {
    show(false);
    unit.closeTooltip();
  });
}

/**
 * Lets the arrows go from unit to unit, of which one is in the order of the tabulator.
 * @param {Told[]} shown
 */
function walk(shown) {
  const paths = shown.map((one) => /** @type {SVGElement} */ (one.unit.getElement()));
  paths.forEach((path, place) => {
    path.setAttribute("tabindex", place ? "-1" : "0");
    path.addEventListener("keydown", (event) => {
      const by = NEXT.includes(event.key) ? 1 : BEFORE.includes(event.key) ? -1 : 0;
      if (!by) return;
      // The map itself would be moved by the same keys.
      event.preventDefault();
      event.stopPropagation();
      const other = paths[(place + by + paths.length) % paths.length];
      paths.forEach((one) => one.setAttribute("tabindex", one === other ? "0" : "-1"));
      other.focus();
    });
  });
}
