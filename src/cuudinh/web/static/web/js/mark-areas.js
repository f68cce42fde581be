/** Rectangles over a picture, for faces and plates: drawn by pointer, or added and moved with the keyboard. */

const STEP = 0.02;
const LEAST = 0.02;
const FRESH = [0.4, 0.4, 0.2, 0.2];

/** @typedef {[number, number, number, number]} Area left, top, width, height as shares of the picture */

/** @param {HTMLElement} part */
export function enhance(part) {
  new AreaMarker(part).start();
}

class AreaMarker {
  /** @param {HTMLElement} part */
  constructor(part) {
    this.part = part;
    this.input = /** @type {HTMLInputElement} */ (part.querySelector("[data-areas]"));
    this.frame = document.createElement("div");
    this.frame.className = "areas";
    /** @type {Map<HTMLElement, Area>} */
    this.areas = new Map();
  }

  start() {
    const image = /** @type {HTMLImageElement} */ (this.part.querySelector("img"));
    image.draggable = false;
    image.before(this.frame);
    this.frame.append(image);
    this.frame.after(this.tools());
    for (const area of JSON.parse(this.input.value || "[]")) this.add(area);
    this.frame.addEventListener("pointerdown", (event) => this.draw(event));
  }

  tools() {
    const line = document.createElement("p");
    line.className = "areas-tools cluster";
    const hint = document.createElement("span");
    hint.className = "muted";
    hint.textContent = this.part.dataset.wordsHint ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = this.part.dataset.wordsAdd ?? "";
    button.addEventListener("click", () => this.add(/** @type {Area} */ ([...FRESH])).focus());
    line.append(button, hint);
    return line;
  }

  /**
   * @param {Area} area
   * @returns {HTMLElement}
   */
  add(area) {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "area";
    this.areas.set(box, area);
    this.frame.append(box);
    box.addEventListener("keydown", (event) => this.key(event, box));
    box.addEventListener("pointerdown", (event) => this.drag(event, box));
    this.place(box);
    return box;
  }

  /** @param {HTMLElement} box */
  place(box) {
    const [left, top, width, height] = /** @type {Area} */ (this.areas.get(box));
    Object.assign(box.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
    this.hand();
  }

  /** Writes the areas into the form, and names them in their order. */
  hand() {
    this.input.value = JSON.stringify([...this.areas.values()].map((area) => area.map((edge) => Number(edge.toFixed(4)))));
    const words = this.part.dataset.wordsArea ?? "";
    [...this.areas.keys()].forEach((box, place) => box.setAttribute("aria-label", words.replace("{n}", String(place + 1))));
  }

  /** @param {PointerEvent} event */
  share(event) {
    const edge = this.frame.getBoundingClientRect();
    return [clamp((event.clientX - edge.left) / edge.width), clamp((event.clientY - edge.top) / edge.height)];
  }

  /** @param {PointerEvent} event */
  draw(event) {
    if (event.button !== 0 || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    const [startX, startY] = this.share(event);
    const box = this.add([startX, startY, 0, 0]);
    this.follow(event, (x, y) => {
      this.areas.set(box, [Math.min(x, startX), Math.min(y, startY), Math.abs(x - startX), Math.abs(y - startY)]);
      this.place(box);
    }, () => {
      const [, , width, height] = /** @type {Area} */ (this.areas.get(box));
      if (width < LEAST || height < LEAST) this.remove(box);
      else box.focus();
    });
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} box
   */
  drag(event, box) {
    event.stopPropagation();
    const [startX, startY] = this.share(event);
    const [left, top, width, height] = /** @type {Area} */ (this.areas.get(box));
    this.follow(event, (x, y) => {
      this.areas.set(box, [within(left + x - startX, width), within(top + y - startY, height), width, height]);
      this.place(box);
    }, () => box.focus());
  }

  /**
   * @param {PointerEvent} event
   * @param {(x: number, y: number) => void} move
   * @param {() => void} end
   */
  follow(event, move, end) {
    this.frame.setPointerCapture(event.pointerId);
    const onMove = (/** @type {PointerEvent} */ now) => move(.../** @type {[number, number]} */ (this.share(now)));
    this.frame.addEventListener("pointermove", onMove);
    this.frame.addEventListener("lostpointercapture", () => {
      this.frame.removeEventListener("pointermove", onMove);
      end();
    }, { once: true });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} box
   */
  key(event, box) {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(box);
      return;
    }
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const by = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (!by) return;
    event.preventDefault();
    const [left, top, width, height] = /** @type {Area} */ (this.areas.get(box));
    const next = event.shiftKey
      ? [left, top, Math.min(Math.max(width + by[0], LEAST), 1 - left), Math.min(Math.max(height + by[1], LEAST), 1 - top)]
      : [within(left + by[0], width), within(top + by[1], height), width, height];
    this.areas.set(box, /** @type {Area} */ (next));
    this.place(box);
  }

  /** @param {HTMLElement} box */
  remove(box) {
    this.areas.delete(box);
    box.remove();
    this.hand();
    /** @type {HTMLElement | null} */ (this.part.querySelector(".areas-tools button"))?.focus();
  }
}

/** @param {number} share */
function clamp(share) {
  return Math.min(Math.max(share, 0), 1);
}

/**
 * @param {number} start
 * @param {number} length
 */
function within(start, length) {
  return Math.min(Math.max(start, 0), 1 - length);
}
