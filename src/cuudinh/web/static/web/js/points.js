/** Points of a map. Those that would lie on each other are drawn as one with their number; nearer they come apart. */

const CELL_PX = 64;
/** At this zoom and above every point stands for itself. */
const APART_FROM = 15;

/**
 * @typedef {{ at: [number, number], tone: string, title: string, address: string }} Spot
 */

/**
 * @param {any} L
 * @param {string} tone
 * @param {string} kind a further class
 */
export function pointIcon(L, tone, kind = "") {
  const known = { ok: "good", soon: "soon", late: "late", good: "good" }[tone];
  return L.divIcon({ className: `map-point ${kind}${known ? ` tone-${known}` : ""}`, html: "<i></i>", iconSize: [20, 20] });
}

/**
 * What a tooltip says, as an element: Leaflet would read a string as markup.
 * @param {string} text
 */
export function words(text) {
  const told = document.createElement("span");
  told.textContent = text;
  return told;
}

/**
 * Draws what a window of the map holds, in place of what the layer held.
 * @param {any} L
 * @param {any} map
 * @param {any} layer
 * @param {{ features: any[] }} found
 */
export function drawPoints(L, map, layer, found) {
  layer.clearLayers();
  const spots = found.features.map(({ geometry: { coordinates: [lon, lat] }, properties }) => (
    { at: /** @type {[number, number]} */ ([lat, lon]), tone: properties.tone ?? "", title: properties.title ?? "", address: properties.address ?? "" }
  ));
  for (const group of groupsOf(map, spots)) {
    if (group.length === 1) drawSpot(L, layer, group[0]);
    else drawGroup(L, map, layer, group);
  }
}

/**
 * @param {any} map
 * @param {Spot[]} spots
 * @returns {Spot[][]} those that share a cell of the screen, each cell once
 */
function groupsOf(map, spots) {
  if (map.getZoom() >= APART_FROM) return spots.map((spot) => [spot]);
  /** @type {Map<string, Spot[]>} */
  const cells = new Map();
  for (const spot of spots) {
    // Of the whole world and not of the window, so that a group stays the same while the map is moved.
    const { x, y } = map.project(spot.at);
    const cell = `${Math.floor(x / CELL_PX)}:${Math.floor(y / CELL_PX)}`;
    cells.set(cell, [...(cells.get(cell) ?? []), spot]);
  }
  return [...cells.values()];
}

/**
 * @param {any} L
 * @param {any} layer
 * @param {Spot} spot
 */
function drawSpot(L, layer, { at, tone, title, address }) {
  const marker = L.marker(at, { icon: pointIcon(L, tone), keyboard: false, alt: "" }).addTo(layer);
  if (title) marker.bindTooltip(words(title), { direction: "top", offset: [0, -8] });
  if (address) marker.on("click", () => window.location.assign(address));
}

/**
 * @param {any} L
 * @param {any} map
 * @param {any} layer
 * @param {Spot[]} group
 */
function drawGroup(L, map, layer, group) {
  const size = 26 + Math.min(22, 5 * Math.log2(group.length));
  const count = document.createElement("b");
  count.textContent = String(group.length);
  const isLate = group.some((spot) => spot.tone === "late");
  const icon = L.divIcon({ className: `map-group${isLate ? " has-late" : ""}`, html: count, iconSize: [size, size] });
  const bounds = L.latLngBounds(group.map((spot) => spot.at)).pad(0.3);
  const [lat, lon] = [0, 1].map((axis) => group.reduce((sum, spot) => sum + spot.at[axis], 0) / group.length);
  L.marker([lat, lon], { icon, keyboard: false, alt: "" })
    .addTo(layer)
    .on("click", () => map.fitBounds(bounds, { maxZoom: APART_FROM }));
}
