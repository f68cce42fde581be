/** What was reported near the person, asked for only when they press the button. */

const WITHIN_M = 2000;
const SHOWN_MOST = 6;
const METRES_A_DEGREE = 111_320;

/** Ask where the person is, and put what was reported around there in the place of the newest reports. */
export function showNear(button) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => show(button, coords.latitude, coords.longitude),
    () => say(button.dataset.wordsDenied),
    { timeout: 10_000, maximumAge: 60_000 },
  );
}

async function show(button, lat, lon) {
  const answer = await fetch(`${button.dataset.near}?khung=${around(lat, lon).join(",")}`).catch(() => null);
  if (!answer?.ok) return;
  const { features } = await answer.json();
  const near = features
    .map((one) => ({ ...one.properties, metres: metres(lat, lon, one.geometry.coordinates) }))
    .filter((one) => one.metres <= WITHIN_M)
    .sort((one, other) => one.metres - other.metres)
    .slice(0, SHOWN_MOST);
  if (!near.length) return say(button.dataset.wordsNone);
  document.querySelector("#newest-title").textContent = button.dataset.wordsTitle;
  document.querySelector("[data-near-list]")?.replaceChildren(...near.map((one) => card(one, button.dataset.wordsMetres)));
  say("");
}

function around(lat, lon) {
  const high = WITHIN_M / METRES_A_DEGREE;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return [lat - high, lon - wide, lat + high, lon + wide].map((one) => one.toFixed(5));
}

function metres(lat, lon, [otherLon, otherLat]) {
  const wide = Math.cos((lat * Math.PI) / 180);
  return Math.round(METRES_A_DEGREE * Math.hypot(otherLat - lat, (otherLon - lon) * wide));
}

function card(found, words) {
  const line = document.createElement("li");
  const title = document.createElement("h3");
  const link = document.createElement("a");
  link.href = found.address;
  link.textContent = found.title;
  title.append(link);
  const rest = document.createElement("p");
  rest.className = "muted";
  rest.textContent = `${found.state} · ${words.replace("{n}", String(found.metres))}`;
  line.append(title, rest);
  return line;
}

function say(words) {
  document.querySelector("[data-near-words]").textContent = words;
}
