/** A map beside its list: pointing at one shows the other. The list alone says everything. */
import { isCalm, makeMap } from "./ground.js";
import { drawPoints, pointIcon, words } from "./points.js";

const MORE_POINTS_MS = 300;

/** @param {HTMLElement} part */
export async function enhance(part) {
  const ground = /** @type {HTMLElement} */ (part.querySelector("[data-map-ground]"));
  ground.hidden = false;
  const { L, map } = await makeMap(ground, part);
  const rows = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("[data-map-list] [data-lat]")]);
  const marked = rows.map((row) => markRow(L, map, row));
  if (marked.length) map.fitBounds(L.featureGroup(marked).getBounds().pad(0.2), { maxZoom: Number(part.dataset.zoomMost), animate: false });
  if (part.dataset.points) followWindow(L, map, part.dataset.points);
}

/**
 * @param {any} L
 * @param {any} map
 * @param {HTMLElement} row
 */
function markRow(L, map, row) {
  const point = [Number(row.dataset.lat), Number(row.dataset.lon)];
  const title = row.querySelector("a")?.textContent ?? "";
  // The list is read instead, so the points are left out of the order of the keyboard.
  const marker = L.marker(point, { icon: pointIcon(L, row.dataset.tone ?? "", "of-row"), keyboard: false, alt: "" }).addTo(map);
  marker.bindTooltip(words(title), { direction: "top", offset: [0, -8] });
  const show = (/** @type {boolean} */ isOn) => {
    marker.getElement()?.classList.toggle("is-now", isOn);
    row.toggleAttribute("aria-current", false);
    if (isOn) row.setAttribute("aria-current", "true");
  };
  row.addEventListener("pointerenter", () => show(true));
  row.addEventListener("pointerleave", () => show(false));
  row.addEventListener("focusin", () => {
    show(true);
    map.panTo(point, { animate: !isCalm() });
  });
  row.addEventListener("focusout", () => show(false));
  marker.on("mouseover", () => show(true));
  marker.on("mouseout", () => show(false));
  marker.on("click", () => row.querySelector("a")?.click());
  return marker;
}

/**
 * Asks for the points of the window whenever it has come to rest; `khung` is south, west, north, east.
 * @param {any} L
 * @param {any} map
 * @param {string} address
 */
function followWindow(L, map, address) {
  const layer = L.layerGroup().addTo(map);
  let timer = 0;
  const ask = async () => {
    const box = map.getBounds();
    const url = new URL(address, document.baseURI);
    url.searchParams.set("khung", [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()].map((edge) => edge.toFixed(5)).join());
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok) drawPoints(L, map, layer, await answer.json());
  };
  map.on("moveend", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, MORE_POINTS_MS);
  });
  ask();
}
