/** The list of reports that wait on this phone, and what became of them. */
import { keepDraft } from "../../web/js/draft-store.js";

/** Show what waits and try to send it: now, when the connection comes back, and when asked. */
export async function showWaiting(outbox) {
  const place = document.querySelector("[data-waiting]");
  const draw = () => (place ? redraw(place, outbox) : undefined);
  const send = (isAsked = false) => outbox.sendAll(isAsked).catch(() => undefined).then(draw);
  outbox.writer();
  outbox.onChange(draw);
  window.addEventListener("online", () => send());
  place?.querySelector("[data-send-now]").addEventListener("click", () => send(true));
  await draw();
  if (navigator.onLine && (await outbox.all("waiting")).length) await send();
}

async function redraw(place, outbox) {
  const me = outbox.writer();
  const isMine = (one) => !one.writer || one.writer === me;
  const [waiting, sent] = [await outbox.all("waiting"), (await outbox.all("sent")).filter(isMine)];
  const list = place.querySelector("[data-waiting-list]");
  list.replaceChildren(...sent.map((one) => sentLine(one, list, outbox)), ...waiting.map((one) => (isMine(one) ? waitingLine(one, list, outbox) : othersLine(list))));
  place.hidden = !waiting.length && !sent.length;
  place.querySelector("[data-send-now]").hidden = !waiting.some((one) => isMine(one) && one.state !== "refused");
  place.querySelector("[data-sign-in]").hidden = !waiting.some((one) => one.state === "sign-in" || !isMine(one));
}

function waitingLine(report, list, outbox) {
  const { wordsWaiting, wordsSignIn, wordsRefused, wordsUnclaimed, wordsOther } = list.dataset;
  const all = { waiting: wordsWaiting, "sign-in": wordsSignIn, refused: wordsRefused, unclaimed: wordsUnclaimed, other: wordsOther };
  const words = all[report.state];
  const line = element("li", "", element("strong", report.title), element("span", `${words} ${report.words}`));
  const acts = element("p", "");
  acts.className = "cluster";
  if (report.state === "refused") acts.append(button(list.dataset.wordsEdit, () => edit(report, list.dataset.report, outbox)));
  acts.append(button(list.dataset.wordsDrop, () => outbox.drop("waiting", report.key).then(outbox.tell).then(() => line.remove())));
  line.append(acts);
  return line;
}

/** Say that somebody's report waits, and nothing of what it says. */
function othersLine(list) {
  return element("li", "", element("span", list.dataset.wordsOther));
}

function sentLine(sent, list, outbox) {
  const link = element("a", sent.number);
  link.href = sent.address;
  const line = element("li", "", element("p", `${list.dataset.wordsSent} `, link));
  if (sent.tracking_code) line.append(element("p", `${list.dataset.wordsCode} ${sent.tracking_code}`));
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
