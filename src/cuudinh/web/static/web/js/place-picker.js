/** Choosing a place: on the map, by the phone's position, or by commune; the server has the last word. */
import { isCalm, makeMap, unitAt } from "./ground.js";

const STREET_ZOOM = 15;
const POSITION_MS_MAX = 12000;

/** @param {HTMLElement} part */
export async function enhance(part) {
  const ground = /** @type {HTMLElement} */ (part.querySelector("[data-map-ground]"));
  part.querySelector("[data-live-part]")?.removeAttribute("hidden");
  const ready = makeMap(ground, part).then((found) => new PlacePicker(part, found));
  // Heard at once: who presses before the map is there gets the position when it is.
  part.querySelector("[data-use-position]")?.addEventListener("click", async () => (await ready).usePosition());
  const picker = await ready;
  const { made } = picker;
  made.map.on("click", (/** @type {any} */ event) => picker.put(event.latlng.lat, event.latlng.lng));
  ground.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== ground) return;
    event.preventDefault();
    const centre = made.map.getCenter();
    picker.put(centre.lat, centre.lng);
  });
  picker.unit.addEventListener("change", () => picker.showUnit());
  // A draft may fill the fields before or after the map is there.
  part.closest("form")?.addEventListener("cd:restored", () => picker.showGiven());
  picker.showGiven();
}

class PlacePicker {
  /**
   * @param {HTMLElement} part
   * @param {{ L: any, map: any, units: any, shapes: { features: any[] } }} made
   */
  constructor(part, made) {
    this.part = part;
    this.made = made;
    this.lat = /** @type {HTMLInputElement} */ (part.querySelector("[data-lat]"));
    this.lon = /** @type {HTMLInputElement} */ (part.querySelector("[data-lon]"));
    this.unit = /** @type {HTMLSelectElement} */ (part.querySelector("[data-unit]"));
    this.words = /** @type {HTMLElement} */ (part.querySelector("[data-found-words]"));
    this.found = /** @type {HTMLElement} */ (part.querySelector("[data-found]"));
    /** @type {any} */
    this.pin = null;
  }

  /** Shows what the form already holds, after a refusal or from a draft. */
  showGiven() {
    if (this.lat.value && this.lon.value) this.put(Number(this.lat.value), Number(this.lon.value));
    else if (this.unit.value) this.showUnit();
  }

  /**
   * @param {number} lat
   * @param {number} lon
   */
  put(lat, lon) {
    const unit = unitAt(this.made.shapes, lat, lon);
    this.say(unit ? `${this.part.dataset.wordsFound} ${unit.properties.name}` : this.part.dataset.wordsOutside ?? "", !unit);
    if (!unit) return;
    this.lat.value = lat.toFixed(6);
    this.lon.value = lon.toFixed(6);
    this.unit.value = unit.properties.code;
    this.movePin(lat, lon);
    this.highlight(unit);
    this.lat.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /**
   * @param {number} lat
   * @param {number} lon
   */
  movePin(lat, lon) {
    const { L, map } = this.made;
    if (!this.pin) {
      const drawn = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 23c-4.6-5-7-8.6-7-12a7 7 0 0 1 14 0c0 3.400-2.400 7-7 12z"/></svg>';
      const icon = L.divIcon({ className: "map-pin", html: drawn, iconSize: [40, 40], iconAnchor: [20, 38] });
      this.pin = L.marker([lat, lon], { icon, draggable: true, keyboard: false }).addTo(map);
      this.pin.on("dragend", () => {
        const at = this.pin.getLatLng();
        this.put(at.lat, at.lng);
      });
    }
    this.pin.setLatLng([lat, lon]);
    if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.panTo([lat, lon], { animate: !isCalm() });
  }

  /** @param {any} unit */
  highlight(unit) {
    this.made.units.eachLayer((/** @type {any} */ layer) => {
      layer.getElement()?.classList.toggle("is-here", layer.feature === unit);
      if (layer.feature === unit) layer.bringToFront();
    });
  }

  /** A commune chosen from the list takes the place of a point in another one. */
  showUnit() {
    const unit = this.made.shapes.features.find((feature) => feature.properties.code === this.unit.value);
    if (!unit) return;
    const at = this.lat.value ? unitAt(this.made.shapes, Number(this.lat.value), Number(this.lon.value)) : null;
    if (at !== unit) this.clearPoint();
    this.highlight(unit);
    const { L, map } = this.made;
    map.fitBounds(L.geoJSON(unit).getBounds(), { padding: [16, 16], animate: !isCalm() });
    this.say(`${this.part.dataset.wordsFound} ${unit.properties.name}`, false);
  }

  clearPoint() {
    this.lat.value = "";
    this.lon.value = "";
    this.pin?.remove();
    this.pin = null;
  }

  usePosition() {
    this.say(this.part.dataset.wordsAsking ?? "", false);
    const denied = () => this.say(this.part.dataset.wordsDenied ?? "", true);
    if (!navigator.geolocation) {
      denied();
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.made.map.setView([coords.latitude, coords.longitude], STREET_ZOOM, { animate: !isCalm() });
        this.put(coords.latitude, coords.longitude);
      },
      denied,
      { enableHighAccuracy: true, timeout: POSITION_MS_MAX },
    );
  }

  /**
   * @param {string} words
   * @param {boolean} isOutside
   */
  say(words, isOutside) {
    this.words.textContent = words;
    this.found.classList.toggle("is-outside", isOutside);
  }
}
