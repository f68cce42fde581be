/** What the platform knows while the form is filled: likely topics, the questions that follow, reports near by. */

const PAUSE_MS = 450;
/** @type {Set<string>} The list of reports near by is drawn again while one types; what was followed stays so. */
const followed = new Set();

/** Ask after every change of words, topic or place; without an answer the form simply stays as it is. */
export function offerHelp(form) {
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(form), PAUSE_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("step", later);
  form.addEventListener("cd:restored", later);
  form.querySelector("[data-topic]")?.addEventListener("change", () => tellDeadline(form));
  tellDeadline(form);
}

async function ask(form) {
  const answer = await fetch(`${form.dataset.suggest}?${question(form)}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const help = await answer.json();
  offerTopics(form, help.topics);
  showQuestions(form, new Set(help.shown));
  showNear(form, help.near);
}

function question(form) {
  const asked = new URLSearchParams();
  asked.set("q", form.querySelector("textarea")?.value ?? "");
  form.querySelectorAll("[data-topic], [data-conditional] input, [data-conditional] select").forEach((one) => {
    const value = one.type === "checkbox" ? (one.checked ? "true" : "") : one.value;
    if (value) asked.set(one.name, value);
  });
  const topic = form.querySelector("[data-topic]")?.value;
  const [lat, lon] = ["lat", "lon"].map((name) => form.querySelector(`[data-${name}]`)?.value);
  if (topic) asked.set("topic", topic);
  if (lat && lon) {
    asked.set("lat", lat);
    asked.set("lon", lon);
  }
  return asked;
}

function tellDeadline(form) {
  const words = form.querySelector("[data-deadline-words]");
  const chosen = form.querySelector("[data-topic]")?.selectedOptions[0]?.dataset.deadline;
  if (words) words.textContent = chosen ? `${words.dataset.words} ${chosen}` : "";
}

function offerTopics(form, topics) {
  const select = form.querySelector("[data-topic]");
  const place = form.querySelector("[data-suggested]");
  if (!select || !place) return;
  const offered = topics.filter((id) => id !== select.value).map((id) => chip(form, select, id));
  place.querySelector("[data-suggested-list]").replaceChildren(...offered);
  place.hidden = !offered.length;
}

function chip(form, select, id) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-secondary";
  button.textContent = [...select.options].find((one) => one.value === id)?.textContent ?? id;
  button.addEventListener("click", () => {
    select.value = id;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    select.focus();
  });
  return button;
}

function showQuestions(form, shown) {
  form.querySelectorAll("[data-conditional]").forEach((one) => {
    one.hidden = !shown.has(one.dataset.question);
    one.querySelectorAll("input, select, textarea").forEach((control) => (control.disabled = one.hidden));
  });
}

function showNear(form, near) {
  const place = form.querySelector("[data-near-cases]");
  place.querySelector("[data-near-cases-list]").replaceChildren(...near.map((one) => neighbour(form, one)));
  place.hidden = !near.length;
}

function neighbour(form, found) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = found.address;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = found.title;
  const words = document.createElement("span");
  words.append(link, ` · ${found.state} · ${form.dataset.wordsMetres.replace("{n}", String(found.metres))}`);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-secondary";
  button.textContent = form.dataset.wordsFollow;
  button.setAttribute("aria-label", `${form.dataset.wordsFollow}: ${found.title}`);
  button.dataset.follow = found.number;
  button.addEventListener("click", () => follow(form, found));
  line.append(words, followed.has(found.number) ? doneWords(form) : button);
  return line;
}

async function follow(form, found) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(found.follow, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  followed.add(found.number);
  form.querySelector(`[data-follow="${CSS.escape(found.number)}"]`)?.replaceWith(doneWords(form));
}

function doneWords(form) {
  const done = document.createElement("strong");
  done.setAttribute("role", "status");
  done.textContent = form.dataset.wordsFollowed;
  return done;
}
