/** A step of a form while it is filled in: questions come and go, sums are worked out, a signature is drawn. */
import { Rules } from "./form-rules.js";
import { offerSigning } from "./signature.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-form]"));
const live = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("form-live")).textContent ?? "{}");
const rules = new Rules(live);
/** @type {Map<string, HTMLElement>} */
const places = new Map();
const marked = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-question]"));
marked.forEach((one) => places.set(one.getAttribute("data-question") ?? "", one));
const here = live.questions.filter((question) => places.has(question.id));
const inner = here.filter((question) => question.parts?.some((part) => part.show || part.needed));
/** @type {Map<HTMLElement, string>} */
const told = new Map();
const money = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "vi");

form.addEventListener("input", workOut);
form.addEventListener("change", workOut);
document.querySelectorAll("[data-sign]").forEach((one) => offerSigning(/** @type {HTMLElement} */ (one)));
workOut();

/** Go through the form once: what is shown and what comes out. */
function workOut() {
  const data = new FormData(form);
  rules.pass(
    (question) => (places.has(question.id) ? read(question, question.id, data) : undefined),
    (question, said) => tell(places.get(question.id), said),
  );
  inner.forEach((question) => workOutWithin(question, data));
}

/** Questions within a group are asked by the row they stand in. */
function workOutWithin(question, data) {
  const count = question.repeats ? rowsOf(question) : 1;
  for (let number = 0; number < count; number += 1) {
    const path = question.repeats ? `${question.id}.${number}` : question.id;
    const row = Object.fromEntries(question.parts.map((part) => [part.id, fact(part, `${path}.${part.id}`, data)]));
    for (const part of question.parts) {
      const shown = !part.show || rules.said(part.show, row) === true;
      if (!shown) row[part.id] = fact(part, "", data);
      tell(places.get(`${path}.${part.id}`), { shown, needed: shown && Boolean(part.needed) && rules.said(part.needed, row) === true });
    }
  }
}

function fact(part, path, data) {
  const value = read(part, path, data);
  if (["number", "money"].includes(part.type)) return Number(value) || 0;
  return value ?? (["flag", "yes_no"].includes(part.type) ? false : part.type === "choices" ? [] : "");
}

function rowsOf(question) {
  return places.get(question.id).querySelectorAll("[data-row]").length;
}

/** What the page holds for a question, as the server reads it; nothing for what is not understood. */
function read(question, path, data) {
  if (question.repeats) return rowsIn(question, data);
  if (question.parts) return Object.fromEntries(question.parts.map((part) => [part.id, read(part, `${path}.${part.id}`, data)]));
  const value = String(data.get(path) ?? "").trim();
  if (question.type === "choices") return data.getAll(path);
  if (question.type === "flag") return value === "true";
  if (question.type === "yes_no") return value === "" ? undefined : value === "yes";
  if (question.type === "date") return day(value);
  if (question.type === "money") return amount(value);
  if (question.type === "number") return value === "" || Number.isNaN(Number(value)) ? "" : Number(value);
  if (question.type === "address") return { unit: String(data.get(`${path}.unit`) ?? ""), line: String(data.get(`${path}.line`) ?? "") };
  return value;
}

function rowsIn(question, data) {
  const rows = [...Array(rowsOf(question)).keys()].map((number) =>
    Object.fromEntries(question.parts.map((part) => [part.id, read(part, `${question.id}.${number}.${part.id}`, data)])),
  );
  return rows.filter((row) => Object.values(row).some((value) => (typeof value === "object" && value ? Object.values(value).some(Boolean) : value)));
}

function day(text) {
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  return parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : text;
}

function amount(text) {
  const parts = /^(\d{1,3}(?:[.,\s]\d{3})+|\d{1,15})\s*(?:đ|₫|đồng|vnđ|vnd)?$/iu.exec(text);
  return parts ? Number(parts[1].replace(/\D/g, "")) : "";
}

/**
 * Show or hide a question, say whether it is needed, write what was calculated.
 * @param {HTMLElement | undefined} place
 * @param {{ shown: boolean, needed: boolean, result?: any }} said
 */
function tell(place, { shown, needed, result }) {
  // A page of two hundred questions is touched only where something has changed.
  const said = `${shown} ${needed} ${result}`;
  if (!place || told.get(place) === said) return;
  told.set(place, said);
  place.toggleAttribute("data-hidden", !shown);
  const optional = place.querySelector(":scope > .field > .field-label > .field-optional, :scope > fieldset > legend > .field-optional");
  if (optional instanceof HTMLElement) optional.hidden = Boolean(needed);
  const output = place.querySelector("[data-result]");
  if (output && result !== undefined) output.textContent = shownResult(output, result);
}

function shownResult(output, result) {
  const question = live.questions.find((one) => output.id === `f-${one.id}`);
  if (typeof result === "boolean") return result ? "✓" : "–";
  if (typeof result !== "number") return String(result) || "–";
  return question?.result === "money" ? `${money.format(result)} ${document.documentElement.lang === "en" ? "VND" : "đồng"}` : money.format(result);
}
