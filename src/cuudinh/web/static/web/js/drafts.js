/**
 * A form with `data-draft="name"` loses nothing: what is typed and photographed is kept on the phone and is
 * there again when the page is opened anew. Whoever sends the form drops the draft (`draft-store.js`).
 */
import { draftOf, keepDraft } from "./draft-store.js";

const SAVE_MS = 400;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken"]);

/** @param {HTMLElement} element */
export async function enhance(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  const id = form.dataset.draft ?? "";
  await restore(form, id);
  let timer = 0;
  const save = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keepDraft({ id, entries: entriesOf(form), savedAt: Date.now() }), SAVE_MS);
  };
  for (const name of ["input", "change", "cd:photos"]) form.addEventListener(name, save);
  // A draft saved after the form has gone would come back as one that was never sent.
  form.addEventListener("submit", () => window.clearTimeout(timer));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} id
 */
async function restore(form, id) {
  // After a refusal the page brings the answers itself, and they are newer than the draft.
  if (form.dataset.draftGiven !== undefined) return;
  const draft = await draftOf(id);
  if (!draft) return;
  /** @type {Map<string, File[]>} */
  const files = new Map();
  for (const [name, value] of draft.entries) {
    if (NEVER_KEPT.has(name)) continue;
    if (value instanceof File) files.set(name, [...(files.get(name) ?? []), value]);
    else fill(form, name, value);
  }
  files.forEach((given, name) => giveFiles(form, name, given));
  form.dispatchEvent(new CustomEvent("cd:restored", { bubbles: true }));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function fill(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) field.checked ||= field.value === value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {File[]} files
 */
function giveFiles(form, name, files) {
  const input = form.querySelector(`input[type=file][name="${CSS.escape(name)}"]`);
  if (!(input instanceof HTMLInputElement)) return;
  const transfer = new DataTransfer();
  files.forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
  input.dispatchEvent(new CustomEvent("cd:restored"));
}

/**
 * @param {HTMLFormElement} form
 * @returns {[string, string | File][]}
 */
function entriesOf(form) {
  return [...new FormData(form)].filter(([, value]) => !(value instanceof File) || value.size > 0);
}
