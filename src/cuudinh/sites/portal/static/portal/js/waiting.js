/** The list of reports that wait on this phone, and what became of them. */
import { keepDraft } from "../../web/js/draft-store.js";

/** Show what waits and try to send it: now, when the connection comes back, and when asked. */
export async function showWaiting(outbox) {
  const place = document.querySelector("[data-waiting]");
  const draw = () => (place ? redraw(place, outbox) : undefined);
  const send = () => outbox.sendAll().catch(() => undefined).then(draw);
  outbox.onChange(draw);
  window.addEventListener("online", send);
  place?.querySelector("[data-send-now]").addEventListener("click", send);
  await draw();
  if (navigator.onLine && (await outbox.all("waiting")).length) await send();
}

async function redraw(place, outbox) {
  const [waiting, sent] = [await outbox.all("waiting"), await outbox.all("sent")];
  const list = place.querySelector("[data-waiting-list]");
  list.replaceChildren(...sent.map((one) => sentLine(one, list, outbox)), ...waiting.map((one) => waitingLine(one, list, outbox)));
  place.hidden = !waiting.length && !sent.length;
  place.querySelector("[data-send-now]").hidden = !waiting.some((one) => one.state !== "refused");
  place.querySelector("[data-sign-in]").hidden = !waiting.some((one) => one.state === "sign-in");
}

function waitingLine(report, list, outbox) {
  const words = { waiting: list.dataset.wordsWaiting, "sign-in": list.dataset.wordsSignIn, refused: list.dataset.wordsRefused }[report.state];
  const line = element("li", "", element("strong", report.title), element("span", `${words} ${report.words}`));
  const acts = element("p", "");
  acts.className = "cluster";
  if (report.state === "refused") acts.append(button(list.dataset.wordsEdit, () => edit(report, list.dataset.report, outbox)));
  acts.append(button(list.dataset.wordsDrop, () => outbox.drop("waiting", report.key).then(outbox.tell).then(() => line.remove())));
  line.append(acts);
  return line;
}

function sentLine(sent, list, outbox) {
  const link = element("a", sent.number);
  link.href = sent.address;
  const line = element("li", "", element("p", `${list.dataset.wordsSent} `, link), element("p", `${list.dataset.wordsCode} ${sent.tracking_code}`));
  line.append(button(list.dataset.wordsSeen, () => outbox.drop("sent", sent.key).then(() => line.remove())));
  return line;
}

/** Make the refused report the draft again, under a new key, and open the form. */
async function edit(report, address, outbox) {
  const fields = report.fields.filter(([name]) => name !== "once");
  const photos = report.photos.map(([name, blob, file]) => [name, new File([blob], file, { type: blob.type })]);
  await keepDraft({ id: "report", entries: [...fields, ...photos], savedAt: Date.now() });
  await outbox.drop("waiting", report.key);
  location.assign(address);
}

function element(name, words, ...inside) {
  const made = document.createElement(name);
  made.append(words, ...inside);
  return made;
}

function button(words, act) {
  const made = element("button", words);
  made.type = "button";
  made.className = "button is-quiet";
  made.addEventListener("click", act);
  return made;
}
