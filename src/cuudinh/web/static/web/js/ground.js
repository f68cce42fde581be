/** Maps without any outside service: Leaflet over the communes of the province, drawn from their GeoJSON. */

/** @type {Promise<any> | null} */
let loading = null;

/** Gives Leaflet, fetched once with its stylesheet. */
export function leaflet() {
  loading ??= (async () => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL(styleAddress(), document.baseURI).href;
    document.head.append(style);
    await import("../../vendor/leaflet/leaflet.js");
    return window.L;
  })();
  return loading;
}

const NAMES_FROM = 10.5;

/** The stylesheet's hashed name is known to the page only. */
function styleAddress() {
  return document.querySelector("meta[name=leaflet-styles]")?.getAttribute("content") ?? "";
}

/**
 * Makes a map in an element: communes as ground, opened at `data-centre` ("lat,lon,zoom") or on all of them.
 * @param {HTMLElement} ground
 * @param {HTMLElement} part the element that carries data-shapes and data-centre
 */
export async function makeMap(ground, part) {
  await hasSize(ground);
  const L = await leaflet();
  const [lat, lon, zoom] = (part.dataset.centre ?? "16,107.5,6").split(",").map(Number);
  const map = L.map(ground, { attributionControl: false, zoomSnap: 0.1, maxBoundsViscosity: 0.6 }).setView([lat, lon], zoom);
  const answer = await fetch(part.dataset.shapes ?? "", { headers: { Accept: "application/geo+json, application/json" } });
  const shapes = answer.ok ? await answer.json() : { type: "FeatureCollection", features: [] };
  sayApproximate(part, shapes);
  const units = L.geoJSON(shapes, { style: { className: "map-unit", fillOpacity: 1 } }).addTo(map);
  if (shapes.features.length) {
    map.fitBounds(units.getBounds(), { padding: [8, 8], animate: false });
    map.setMaxBounds(units.getBounds().pad(0.5));
  }
  nameUnits(L, map, units);
  // The ground's size may still change while fonts and pictures arrive.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(ground);
  return { L, map, units, shapes };
}

/**
 * Says under the map that boundaries are approximate, as soon as one of them is.
 * @param {HTMLElement} part
 * @param {{ features: any[] }} shapes
 */
function sayApproximate(part, shapes) {
  const note = part.querySelector("[data-approximate]");
  if (note && shapes.features.some(({ properties }) => properties.approximate)) note.removeAttribute("hidden");
}

/**
 * Writes the name of each unit into it once the map is near enough for names to fit.
 * @param {any} L
 * @param {any} map
 * @param {any} units
 */
function nameUnits(L, map, units) {
  const names = L.layerGroup();
  units.eachLayer((/** @type {any} */ unit) => {
    const label = document.createElement("span");
    label.textContent = unit.feature.properties.name ?? "";
    const icon = L.divIcon({ className: "map-name", html: label, iconSize: [120, 20] });
    L.marker(unit.getBounds().getCenter(), { icon, interactive: false, keyboard: false }).addTo(names);
  });
  const show = () => (map.getZoom() >= NAMES_FROM ? names.addTo(map) : names.remove());
  map.on("zoomend", show);
  show();
}

/**
 * Waits until an element is to be seen: a map made in a hidden step of a form would not know where it is,
 * and who never comes to that step need not fetch it.
 * @param {HTMLElement} ground
 */
function hasSize(ground) {
  return new Promise((done) => {
    const watch = new ResizeObserver(() => {
      if (!ground.clientWidth) return;
      watch.disconnect();
      done(undefined);
    });
    watch.observe(ground);
  });
}

/**
 * Finds the feature that holds a point, by counting how often a ray from it crosses the edges.
 * @param {{ features: any[] }} shapes
 * @param {number} lat
 * @param {number} lon
 */
export function unitAt(shapes, lat, lon) {
  return shapes.features.find(({ geometry }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons.some((/** @type {number[][][]} */ rings) => rings.filter((ring) => isInRing(ring, lat, lon)).length % 2 === 1);
  });
}

/**
 * @param {number[][]} ring
 * @param {number} lat
 * @param {number} lon
 */
function isInRing(ring, lat, lon) {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[j];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) isInside = !isInside;
  }
  return isInside;
}

/** Whether the person asked for less movement. */
export function isCalm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
