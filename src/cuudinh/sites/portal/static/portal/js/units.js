/** Finding a commune by its name, or by the name it had before; the list of communes stays the field that is sent. */

const PAUSE_MS = 250;

/** Offer the search above the place picker. */
export function offerUnitSearch(form) {
  const place = form.querySelector("[data-place-search]");
  const select = form.querySelector("[data-unit]");
  if (!place || !select) return;
  const input = place.querySelector("input");
  const list = place.querySelector("ul");
  let timer = 0;
  place.hidden = false;
  input.addEventListener("input", (event) => {
    // What is searched for is no answer of the form.
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(() => search(form.dataset.units, input, list), PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => move(event, input, list));
  input.addEventListener("blur", () => setTimeout(() => close(input, list), 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("li"), select, input, list));
}

async function search(address, input, list) {
  const text = input.value.trim();
  if (text.length < 2) return close(input, list);
  const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`).catch(() => null);
  if (!answer?.ok) return close(input, list);
  const found = await answer.json();
  list.replaceChildren(...found.map((one, place) => line(one, place, list.dataset.wordsWas)));
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(Boolean(found.length)));
}

function line(found, place, words) {
  const made = document.createElement("li");
  made.id = `place-found-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.code = found.code;
  made.textContent = found.was ? `${found.name} (${words.replace("{name}", found.was)})` : found.name;
  return made;
}

function move(event, input, list) {
  const lines = [...list.children];
  const now = lines.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") close(input, list);
  if (event.key === "Enter" && now >= 0) lines[now].click();
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || !lines.length) return;
  event.preventDefault();
  const next = (now + (event.key === "ArrowDown" ? 1 : -1) + lines.length) % lines.length;
  lines.forEach((one, place) => one.setAttribute("aria-selected", String(place === next)));
  input.setAttribute("aria-activedescendant", lines[next].id);
  lines[next].scrollIntoView({ block: "nearest" });
}

function choose(chosen, select, input, list) {
  if (!chosen) return;
  select.value = chosen.dataset.code;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  input.value = "";
  close(input, list);
  select.focus();
}

function close(input, list) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
