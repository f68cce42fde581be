/**
 * A form with `data-draft="name"` loses nothing: what is typed is kept on the phone, and what is sent
 * without a connection waits there and goes out by itself. Tells its state in `[data-draft-words]`.
 */
import { draftOf, dropDraft, keepDraft, keepWaiting, sendWaiting } from "./draft-store.js";
import { showToast } from "./toast.js";

const SAVE_MS = 400;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "key"]);

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
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (navigator.onLine) return;
    event.preventDefault();
    queue(form, id);
  });
  window.addEventListener("online", () => sendQueued(form));
  sendQueued(form);
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

/**
 * @param {HTMLFormElement} form
 * @param {string} id
 */
async function queue(form, id) {
  await keepWaiting({ id: crypto.randomUUID(), action: form.action, entries: entriesOf(form), savedAt: Date.now() });
  await dropDraft(id);
  form.reset();
  showToast({ text: form.dataset.wordsWaiting ?? "", tone: "soon" });
  const worker = await navigator.serviceWorker?.getRegistration();
  // Background sync sends even when the page is closed; where there is none, the next visit does.
  if (worker && "sync" in worker) await /** @type {any} */ (worker).sync.register("send-waiting");
}

/** @param {HTMLFormElement} form */
async function sendQueued(form) {
  if (!navigator.onLine) return;
  const { sent, refused } = await sendWaiting();
  if (sent.length) showToast({ text: form.dataset.wordsSent ?? "", tone: "good" });
  refused.forEach(({ detail }) => showToast({ text: detail, tone: "late" }));
}

/**
 * Takes the draft away once the report stands; the page that says so calls it.
 * @param {string} id
 */
export function forget(id) {
  return dropDraft(id);
}
