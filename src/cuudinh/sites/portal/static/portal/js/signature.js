/** A signature drawn with a finger or a mouse: it becomes the picture that the field sends. */

/** Offer to draw a signature above the field for a picture of one. @param {HTMLElement} field */
export function offerSigning(field) {
  const pad = /** @type {HTMLElement} */ (field.querySelector("[data-sign-pad]"));
  const canvas = /** @type {HTMLCanvasElement} */ (pad.querySelector("canvas"));
  const input = /** @type {HTMLInputElement} */ (field.querySelector("[data-sign-file]"));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pad.hidden = false;
  clear(canvas, pen);
  let isDown = false;
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...placeOf(canvas, event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...placeOf(canvas, event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    isDown = false;
    canvas.toBlob((blob) => blob && give(field, input, blob), "image/png");
  });
  pad.querySelector("[data-sign-clear]")?.addEventListener("click", () => {
    clear(canvas, pen);
    input.value = "";
    delete field.dataset.signed;
  });
}

/** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2D} pen */
function clear(canvas, pen) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { strokeStyle: "#10104a", lineWidth: 4, lineCap: "round", lineJoin: "round" });
}

/** @param {HTMLCanvasElement} canvas @param {PointerEvent} event @returns {[number, number]} */
function placeOf(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
}

/** @param {HTMLElement} field @param {HTMLInputElement} input @param {Blob} blob */
function give(field, input, blob) {
  const transfer = new DataTransfer();
  transfer.items.add(new File([blob], "chu-ky.png", { type: "image/png" }));
  input.files = transfer.files;
  field.dataset.signed = "";
}
