/**
 * The conditions and formulas of a form, worked out on the page by the same text as on the server: one pass in the
 * order of the questions decides what is shown, what is needed and what is calculated.
 */
import { Environment } from "../../vendor/cel/index.js";

const NUMBERS = new Set(["number", "money"]);
const BLOCKS = new Set(["group", "person"]);
const EMPTY = { number: 0, money: 0, flag: false, yes_no: false, choices: [] };

/** @typedef {{ id: string, type: string, result?: string, show?: string, needed?: string, value?: string, total?: string, repeats?: boolean, parts?: Question[] }} Question */
/** @typedef {{ today: string, topic: string, topic_question: string, answers: Record<string, any>, questions: Question[] }} Live */

export class Rules {
  /** @param {Live} live */
  constructor(live) {
    this.live = live;
    this.cel = new Environment({ unlistedVariablesAreDyn: true });
    this.compiled = new Map();
    this.answers = { ...live.answers };
    this.topic = live.topic;
    this.ages = {};
    for (const question of live.questions) if (isDated(question)) this.ages[question.id] = this.age(question);
  }

  /** Whole years since the day that was answered, 0 without one. @param {Question} question */
  age(question) {
    const held = this.answers[question.id];
    const day = question.type === "person" ? held?.birth : held;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) return 0;
    const [years, months, days] = day.split("-").map(Number);
    const [year, month, date] = this.live.today.split("-").map(Number);
    return year - years - (month < months || (month === months && date < days) ? 1 : 0);
  }

  /** What a text of CEL gives; each is compiled once. @param {string} text @param {Record<string, any>} [row] */
  said(text, row) {
    let program = this.compiled.get(text);
    if (!program) this.compiled.set(text, (program = this.cel.parse(text)));
    return program({ topic: this.topic, answers: this.answers, ages: this.ages, today: this.live.today, ...(row ? { row } : {}) });
  }

  /** Take an answer in, as conditions read it. @param {Question} question @param {any} value */
  take(question, value) {
    if (question.id === this.live.topic_question) this.topic = value ?? "";
    if (question.id in this.answers) this.answers[question.id] = asFact(question, value);
    if (isDated(question)) this.ages[question.id] = this.age(question);
  }

  /**
   * Go through the questions once. `read` gives what the page holds for a question of this step, undefined for
   * one of another step; `tell` hears of each whether it is shown and needed and what it is, if it is calculated.
   * @param {(question: Question) => any} read
   * @param {(question: Question, said: { shown: boolean, needed: boolean, result?: any }) => void} tell
   */
  pass(read, tell) {
    for (const question of this.live.questions) {
      const shown = !question.show || this.said(question.show) === true;
      const here = read(question);
      if (!shown) this.take(question, undefined);
      else if (question.type === "calculated") this.take(question, this.calculated(question));
      else if (here !== undefined) this.take(question, here);
      const needed = shown && Boolean(question.needed) && this.said(question.needed) === true;
      tell(question, { shown, needed, result: question.type === "calculated" ? this.answers[question.id] : undefined });
    }
  }

  /** @param {Question} question */
  calculated(question) {
    let found;
    if (question.total) {
      const [group, name] = question.total.split(".");
      found = (this.answers[group] ?? []).reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + (row[name] ?? 0), 0);
    } else found = this.said(question.value ?? "");
    if (typeof found === "bigint") found = Number(found);
    return question.result === "money" ? Math.floor(found + 0.5) : found;
  }
}

/** @param {Question} question */
function isDated(question) {
  return question.type === "date" || question.type === "person";
}

/**
 * An answer as conditions read it: what is missing has its empty value.
 * @param {Question} question
 * @param {any} value
 * @returns {any}
 */
export function asFact(question, value) {
  if (question.repeats) return (value ?? []).map((/** @type {any} */ row) => within(question, row));
  if (BLOCKS.has(question.type)) return within(question, value ?? {});
  if (question.type === "address") return { unit: value?.unit ?? "", line: value?.line ?? "" };
  if (value === undefined || value === "" || value === null) return empty(question);
  return NUMBERS.has(question.type) ? Number(value) : value;
}

/** @param {Question} question @param {any} row */
function within(question, row) {
  return Object.fromEntries((question.parts ?? []).map((part) => [part.id, asFact(part, row[part.id])]));
}

/** @param {Question} question */
function empty(question) {
  const kind = question.type === "calculated" ? question.result ?? "number" : question.type;
  return kind in EMPTY ? EMPTY[/** @type {keyof typeof EMPTY} */ (kind)] : "";
}
