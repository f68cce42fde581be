/** The report form in short steps: nothing is lost by going back, by closing the page, or by losing the signal. */
import { dropDraft } from "../../web/js/draft-store.js";
import { offerHelp } from "./help.js";
import { offerUnitSearch } from "./units.js";

const outbox = /** @type {any} */ (self).cuudinhOutbox;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-report]"));
const steps = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-step]")]);
/** Give a part of the form. @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
/** Give a field of the form, if it is there. @param {string} selector @returns {any} */
const control = (selector) => form.querySelector(selector);
let at = 0;

form.noValidate = true;
form.classList.add("is-stepped");
/** @type {HTMLElement} */ (document.querySelector("[data-stepper]")).hidden = false;
part("[data-steps-go]").hidden = false;
part("[data-summary]").hidden = false;
part("[data-next]").addEventListener("click", () => isSound(at) && go(at + 1));
part("[data-back]").addEventListener("click", () => history.back());
// Before anybody else hears of it: a report is sent by the queue of the portal, not by that of plain drafts.
window.addEventListener("submit", send, { capture: true });
form.addEventListener("cd:restored", tellRestored);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement && at < steps.length - 1) event.preventDefault();
});
window.addEventListener("popstate", (event) => (form.isConnected ? show(event.state?.step ?? 0) : location.reload()));

// On a page kept for days without a signal every report needs a key of its own.
if (!field("once").value) field("once").value = crypto.randomUUID();
offerUnitSearch(form);
offerHelp(form);
start();

/** Say that a draft came back, and offer to begin anew. */
function tellRestored() {
  const line = /** @type {HTMLElement} */ (document.querySelector("[data-draft-line]"));
  line.hidden = false;
  line.querySelector("[data-drop-draft]").addEventListener("click", async () => {
    await dropDraft(form.dataset.draft);
    location.replace(location.pathname);
  });
  form.querySelectorAll("[data-unit], [data-topic]").forEach((one) => one.dispatchEvent(new Event("change", { bubbles: true })));
}

function start() {
  const faulty = steps.findIndex((step) => step.querySelector(".has-error"));
  history.replaceState({ step: Math.max(faulty, 0) }, "");
  show(Math.max(faulty, 0), false);
}

function go(step) {
  history.pushState({ step }, "");
  show(step);
}

function show(step, takesFocus = true) {
  at = step;
  steps.forEach((one, place) => (one.hidden = place !== step));
  part("[data-back]").hidden = step === 0;
  part("[data-next]").hidden = step === steps.length - 1;
  if (step === steps.length - 1) summarise();
  markStepper(step);
  form.dispatchEvent(new CustomEvent("step", { detail: step }));
  if (takesFocus) focusOn(steps[step].querySelector("h2"));
}

function focusOn(heading) {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.querySelector("main").scrollIntoView({ block: "start" });
}

function markStepper(step) {
  const lines = [...document.querySelectorAll("[data-stepper] li")];
  lines.forEach((line, place) => {
    line.className = place < step ? "is-done" : place === step ? "is-now" : "is-ahead";
    if (place === step) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  });
  const words = form.dataset.wordsStep.replace("{at}", String(step + 1)).replace("{all}", String(steps.length));
  const name = document.createElement("strong");
  name.textContent = lines[step].lastElementChild.textContent;
  document.querySelector("[data-stepper] .stepper-at").replaceChildren(`${words}: `, name);
}

/** Check a step as the browser would, and say what is wrong beside the field. */
function isSound(step) {
  const fields = /** @type {HTMLInputElement[]} */ ([...steps[step].querySelectorAll("input, select, textarea")]);
  const wrong = fields.find(
    (one) => !one.closest("[hidden]") && !one.checkValidity(),
  );
  if (wrong) wrong.reportValidity();
  return !wrong && hasPlace(step);
}

function hasPlace(step) {
  const place = steps[step].querySelector("[data-place]");
  if (!place) return true;
  const given = (name) => /** @type {HTMLInputElement} */ (place.querySelector(`[name$=".${name}"]`))?.value;
  const isThere = Boolean(given("unit") || (given("lat") && given("lon")));
  const fault = /** @type {HTMLElement} */ (steps[step].querySelector("[data-place-fault]"));
  fault.hidden = isThere;
  fault.textContent = isThere ? "" : form.dataset.wordsPlace;
  return isThere;
}

function summarise() {
  const topic = control("[data-topic]");
  const unit = control("[data-unit]");
  const label = control('[name$=".label"]')?.value;
  const place = [label, unit?.value ? unit.selectedOptions[0].textContent : ""];
  const pickers = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-photos]")]);
  const photos = pickers.flatMap((one) => [...one.files]);
  tell("photos", photos.length ? form.dataset.wordsPhotos.replace("{n}", String(photos.length)) : "");
  tell("place", place.filter(Boolean).join(", "));
  tell("topic", topic?.selectedOptions[0]?.value ? topic.selectedOptions[0].textContent : "");
  tell("text", form.querySelector("textarea")?.value ?? "");
}

function tell(of, words) {
  form.querySelector(`[data-of="${of}"]`).textContent = words || form.dataset.wordsNone;
}

/** Send at once when the platform answers; otherwise keep the report, to be sent when it does. */
async function send(event) {
  if (event.target !== form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const faulty = steps.findIndex((_, step) => {
    steps[step].hidden = false;
    const isFine = isSound(step);
    steps[step].hidden = step !== at;
    return !isFine;
  });
  if (faulty >= 0) {
    go(faulty);
    isSound(faulty);
    return;
  }
  const button = control("[data-send]");
  button.disabled = true;
  form.querySelector("[data-send-words]").textContent = form.dataset.wordsSending;
  const here = await outbox.ping(form.dataset.ping);
  if (here?.is_signed_in && here.writer === outbox.writer() && (await sendNow(here))) return;
  await outbox.keep(waiting());
  await dropDraft(form.dataset.draft);
  location.assign(form.dataset.after);
}

/** Send by a request of its own, so that nothing is lost with a connection on the way; false: it must wait. */
async function sendNow(here) {
  control("[name=csrfmiddlewaretoken]").value = here.csrf;
  const body = new FormData(form);
  body.set("writer", here.writer);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.status >= 500) return false;
    if (answer.status === 201) await showSent(await answer.text());
    else form.submit();
    return true;
  } catch {
    return false;
  }
}

/** Put the answer in the place of the form. */
async function showSent(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  document.title = answer.title;
  document.body.className = answer.body.className;
  document.querySelector("main").replaceWith(answer.querySelector("main"));
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]")).forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  focusOn(document.querySelector("h1"));
  await dropDraft(form.dataset.draft);
}

function waiting() {
  const all = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const files = /** @type {[string, File][]} */ (all.filter(([, value]) => value instanceof File));
  return {
    key: field("once").value,
    writer: outbox.writer(),
    at: Date.now(),
    title: form.querySelector("textarea")?.value.slice(0, 80) ?? "",
    action: form.getAttribute("action"),
    ping: form.dataset.ping,
    fields: all.filter(([, value]) => !(value instanceof File)),
    photos: files.filter(([, file]) => file.size).map(([name, file]) => [name, file, file.name]),
  };
}

function field(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
