/** Pictures from camera or album, made smaller on the phone: less to send in the rain, and no EXIF leaves it. */

const EDGE_MOST = 1600;
const QUALITY = 0.85;

/** @param {HTMLElement} part */
export function enhance(part) {
  new PhotoPicker(part).start();
}

class PhotoPicker {
  /** @param {HTMLElement} part */
  constructor(part) {
    this.part = part;
    this.input = /** @type {HTMLInputElement} */ (part.querySelector("[data-photos]"));
    this.list = /** @type {HTMLElement} */ (part.querySelector("[data-photo-list]"));
    this.words = /** @type {HTMLElement} */ (part.querySelector("[data-photo-words]"));
    this.most = Number(part.dataset.most ?? 4);
    /** @type {{ file: File, row: HTMLElement }[]} */
    this.kept = [];
  }

  start() {
    this.part.querySelector("[data-live-part]")?.removeAttribute("hidden");
    this.input.classList.add("visually-hidden");
    this.input.tabIndex = -1;
    this.part.querySelector("[data-camera]")?.addEventListener("click", () => this.open(true));
    this.part.querySelector("[data-album]")?.addEventListener("click", () => this.open(false));
    this.input.addEventListener("change", () => this.take([...(this.input.files ?? [])]));
    // A draft gives its pictures back as files of the input.
    this.input.addEventListener("cd:restored", () => this.take([...(this.input.files ?? [])]));
  }

  /** @param {boolean} fromCamera */
  open(fromCamera) {
    if (fromCamera) this.input.setAttribute("capture", "environment");
    else this.input.removeAttribute("capture");
    this.input.click();
  }

  /** @param {File[]} files */
  async take(files) {
    const room = Math.max(0, this.most - this.kept.length);
    this.words.textContent = files.length > room ? this.part.dataset.wordsMost ?? "" : "";
    await Promise.all(files.slice(0, room).map((file) => this.add(file)));
    this.hand();
  }

  /** @param {File} file */
  async add(file) {
    const row = this.row(file.name);
    const state = /** @type {HTMLElement} */ (row.querySelector(".photo-state"));
    try {
      const small = await shrink(file);
      const kept = { file: small, row };
      this.kept.push(kept);
      row.prepend(picture(small));
      state.textContent = `${this.part.dataset.wordsReady} · ${Math.max(1, Math.round(small.size / 1000))} KB`;
      row.append(this.remover(kept));
    } catch {
      // A file that the browser cannot decode: the person sees which one, the others go on.
      row.classList.add("is-broken");
      state.textContent = `${file.name}: ${this.part.dataset.wordsBroken}`;
    }
    row.querySelector("progress")?.remove();
  }

  /** @param {string} name */
  row(name) {
    const row = document.createElement("li");
    row.className = "photo";
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", name);
    const state = document.createElement("p");
    state.className = "photo-state";
    state.setAttribute("role", "status");
    state.textContent = this.part.dataset.wordsShrinking ?? "";
    row.append(progress, state);
    this.list.append(row);
    return row;
  }

  /** @param {{ file: File, row: HTMLElement }} kept */
  remover(kept) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool photo-remove";
    button.setAttribute("aria-label", `${this.part.dataset.wordsRemove} (${kept.file.name})`);
    button.textContent = "×";
    button.addEventListener("click", () => {
      this.kept = this.kept.filter((one) => one !== kept);
      kept.row.remove();
      this.hand();
      /** @type {HTMLElement | null} */ (this.part.querySelector("[data-camera]"))?.focus();
    });
    return button;
  }

  /** Puts what is kept into the input, so that a plain submit sends it. */
  hand() {
    const transfer = new DataTransfer();
    this.kept.forEach(({ file }) => transfer.items.add(file));
    this.input.files = transfer.files;
    this.input.dispatchEvent(new CustomEvent("cd:photos", { bubbles: true }));
  }
}

/** @param {File} file */
function picture(file) {
  const image = document.createElement("img");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

/**
 * Gives the picture as JPEG with its longer edge at most 1,600 px, upright as the camera meant it.
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, EDGE_MOST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!(blob instanceof Blob)) throw new Error("the canvas gave no picture");
  return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
}
