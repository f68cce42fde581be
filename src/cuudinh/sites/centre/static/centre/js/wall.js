/**
 * The wall keeps itself fresh: one stream, and when that is silent the address of the page's own figures.
 * A figure that may be old says so; what is new breathes for a moment, once.
 */
import { makeMap } from "../../web/js/ground.js";
import { pointIcon } from "../../web/js/points.js";

const SILENT_MS = 10_000;
const ASK_MS = 10_000;
// Asked for while all is well too: it keeps the session alive and the ticket fresh.
const RENEW_MS = 300_000;
const NEW_MS = 8_000;
const HOURS_LEAST = 4;
/** What needs somebody lies above what is over. @type {Record<string, number>} */
const ABOVE = { late: 3000, soon: 2000, ok: 1000 };
const DAY = /** @type {const} */ ({ day: "2-digit", month: "2-digit", year: "numeric" });
const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

/**
 * @typedef {{ as_of: string, by_hour: [number, number, number][], points: [number, number, string, string][],
 *   late_by_office: { code: string, label: string, overdue: number, open: number }[],
 *   newest: { number: string, title: string, unit: string, state: string, tone: string, filed_at: string }[],
 *   [count: string]: any }} Facts
 */

class Wall {
  /** @param {HTMLElement} part */
  constructor(part) {
    this.part = part;
    this.language = document.documentElement.lang;
    this.number = new Intl.NumberFormat(this.language === "en" ? "en-GB" : "vi-VN");
    const zone = { timeZone: part.dataset.zone };
    this.moment = new Intl.DateTimeFormat("vi-VN", { ...zone, ...DAY, ...TIME, second: "2-digit" });
    this.hour = new Intl.DateTimeFormat("vi-VN", { ...zone, ...TIME });
    /** @type {Set<string> | null} */
    this.known = null;
    /** @type {any} */
    this.ground = null;
  }

  async drawMap() {
    const tile = /** @type {HTMLElement} */ (this.part.querySelector("[data-map-of-wall]"));
    const made = await makeMap(/** @type {HTMLElement} */ (tile.querySelector("[data-map-ground]")), tile);
    this.ground = { ...made, layer: made.L.layerGroup().addTo(made.map) };
  }

  /** @param {Facts} facts */
  show(facts) {
    const fresh = this.freshOf(facts);
    this.part.querySelectorAll("[data-v]").forEach((told) => this.say(told, facts[told.getAttribute("data-v") ?? ""]));
    this.showMoment(facts.as_of);
    this.showHours(facts.by_hour);
    this.showOffices(facts.late_by_office);
    this.showNewest(facts.newest, fresh);
    this.showPoints(facts.points, fresh);
  }

  /**
   * Gives the numbers that were not there the last time; at first nothing is new.
   * @param {Facts} facts
   */
  freshOf(facts) {
    const now = facts.points.map(([, , , number]) => number).concat(facts.newest.map(({ number }) => number));
    const fresh = new Set(this.known ? now.filter((number) => !this.known?.has(number)) : []);
    this.known = new Set(now);
    return fresh;
  }

  /**
   * @param {Element} told
   * @param {unknown} value
   */
  say(told, value) {
    const words = typeof value === "number" ? this.number.format(value) : String(value);
    if (told.textContent !== words) told.textContent = words;
  }

  /** @param {string} at */
  showMoment(at) {
    const told = /** @type {HTMLTimeElement | null} */ (document.querySelector("[data-as-of]"));
    if (!told) return;
    told.dateTime = at;
    told.textContent = this.moment.format(new Date(at));
  }

  /** @param {Facts["by_hour"]} hours */
  showHours(hours) {
    const most = Math.max(HOURS_LEAST, ...hours.flatMap(([, filed, done]) => [filed, done]));
    for (const [hour, filed, done] of hours) {
      for (const [what, count] of /** @type {[string, number][]} */ ([["filed", filed], ["done", done]])) {
        const bar = this.part.querySelector(`[data-hour="${hour}"][data-what=${what}]`);
        bar?.setAttribute("height", String((100 * count) / most));
        bar?.setAttribute("y", String(100 - (100 * count) / most));
      }
    }
  }

  /** @param {Facts["late_by_office"]} offices */
  showOffices(offices) {
    const worst = offices[0]?.overdue ?? 1;
    this.fill("late", offices, (row, one) => {
      const link = /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
      link.textContent = one.label;
      link.href = `${this.part.dataset.ofOffice}${encodeURIComponent(one.code)}`;
      this.say(/** @type {Element} */ (row.querySelector("b")), one.overdue);
      /** @type {Element} */ (row.querySelector("b + span")).textContent = `/ ${this.number.format(one.open)}`;
      row.querySelector(".bar-fill")?.setAttribute("width", String((100 * one.overdue) / worst));
    });
    this.part.querySelector("[data-none]")?.toggleAttribute("hidden", offices.length > 0);
  }

  /**
   * @param {Facts["newest"]} newest
   * @param {Set<string>} fresh
   */
  showNewest(newest, fresh) {
    this.fill("newest", newest, (row, one) => {
      const time = /** @type {HTMLTimeElement} */ (row.querySelector("time"));
      const link = /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
      row.classList.add(`tone-${one.tone === "ok" ? "good" : one.tone}`);
      row.classList.toggle("is-new", fresh.has(one.number));
      time.dateTime = one.filed_at;
      time.textContent = this.hour.format(new Date(one.filed_at));
      link.textContent = one.title;
      link.href = this.addressOf(one.number);
      /** @type {Element} */ (row.querySelector(".newest-where")).textContent = `${one.unit} · ${one.state}`;
    });
  }

  /**
   * Draws a list anew from its template, unless it says the same as before: whoever reads or points is not disturbed.
   * @template One
   * @param {string} name
   * @param {One[]} all
   * @param {(row: HTMLElement, one: One) => void} write
   */
  fill(name, all, write) {
    const list = /** @type {HTMLElement} */ (this.part.querySelector(`[data-${name}]`));
    const said = JSON.stringify(all);
    if (list.dataset.said === said) return;
    list.dataset.said = said;
    const template = /** @type {HTMLTemplateElement} */ (this.part.querySelector(`[data-${name}-row]`));
    list.replaceChildren(
      ...all.map((one) => {
        const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
        write(row, one);
        return row;
      }),
    );
  }

  /**
   * @param {Facts["points"]} points
   * @param {Set<string>} fresh
   */
  showPoints(points, fresh) {
    if (!this.ground) return;
    const { L, layer } = this.ground;
    const said = JSON.stringify(points);
    if (this.part.dataset.points === said) return;
    this.part.dataset.points = said;
    layer.clearLayers();
    for (const [lat, lon, tone, number] of points) {
      const marker = L.marker([lat, lon], { icon: pointIcon(L, tone), keyboard: false, alt: "", zIndexOffset: ABOVE[tone] ?? 0 }).addTo(layer);
      marker.getElement().classList.toggle("is-over", tone === "done");
      marker.on("click", () => window.location.assign(this.addressOf(number)));
      if (!fresh.has(number)) continue;
      marker.getElement().classList.add("is-new");
      window.setTimeout(() => marker.getElement()?.classList.remove("is-new"), NEW_MS);
    }
  }

  /** @param {string} number */
  addressOf(number) {
    return `${this.part.dataset.ofCase}${encodeURIComponent(number)}`;
  }
}

class Feed {
  /**
   * @param {HTMLElement} part
   * @param {(facts: Facts) => void} show
   */
  constructor(part, show) {
    this.part = part;
    this.show = show;
    this.ticket = part.dataset.ticket ?? "";
    this.heardAt = Date.now();
    this.askedAt = Date.now();
    /** @type {EventSource | null} */
    this.source = null;
  }

  start() {
    this.open();
    window.setInterval(() => this.look(), 1000);
  }

  open() {
    this.source = new EventSource(`${this.part.dataset.stream}?ticket=${encodeURIComponent(this.ticket)}`);
    this.source.addEventListener("message", (event) => {
      this.heardAt = Date.now();
      this.show(JSON.parse(event.data));
    });
  }

  /** Once a second: is the stream silent, and is it time to ask? */
  look() {
    const now = Date.now();
    const isSilent = now - this.heardAt > SILENT_MS;
    document.querySelector("[data-stale]")?.toggleAttribute("hidden", !isSilent);
    if (now - this.askedAt > (isSilent ? ASK_MS : RENEW_MS)) this.ask(isSilent);
  }

  /** @param {boolean} isSilent */
  async ask(isSilent) {
    this.askedAt = Date.now();
    const answer = await fetch(this.part.dataset.address ?? "", { headers: { Accept: "application/json" } }).catch(() => null);
    const isOut = answer?.status === 401 || answer?.status === 403;
    document.querySelector("[data-signed-out]")?.toggleAttribute("hidden", !isOut);
    if (!answer?.ok) return;
    const told = await answer.json();
    this.ticket = told.ticket;
    if (isSilent) this.show(told.wall);
    // A stream that was refused is not asked for again by the browser itself.
    if (this.source?.readyState === EventSource.CLOSED) this.open();
  }
}

const part = /** @type {HTMLElement} */ (document.querySelector("[data-wall]"));
const wall = new Wall(part);
const mapIsDrawn = wall.drawMap();
const show = (/** @type {Facts} */ facts) => mapIsDrawn.then(() => wall.show(facts));
// What the page was drawn with is also what the map begins with, and what news is measured against.
show(JSON.parse(part.dataset.facts ?? ""));
new Feed(part, show).start();
