/** What every page of the portal does: becomes an app, sends what waits, shows what is near. */
import { draftOf, dropDraft } from "../../web/js/draft-store.js";
import { showWaiting } from "./waiting.js";

const outbox = /** @type {any} */ (self).cuudinhOutbox;

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
}

/** A report that was sent leaves no draft behind; one begun since, in another window, stays. */
async function forgetDraft() {
  const sent = document.querySelector("[data-sent]");
  const draft = sent && (await draftOf("report"));
  if (draft?.entries.some(([name, value]) => name === "once" && value === sent.getAttribute("data-sent"))) {
    await dropDraft("report");
  }
}

function offerPrint() {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]")).forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

/** Offer to install when the browser says that it can; nothing is shown otherwise. */
function offerInstall() {
  const place = /** @type {HTMLElement} */ (document.querySelector("[data-install]"));
  if (!place) return;
  window.addEventListener("beforeinstallprompt", (/** @type {any} */ event) => {
    event.preventDefault();
    place.hidden = false;
    /** @type {HTMLElement} */ (place.querySelector("[data-install-now]")).onclick = async () => {
      await event.prompt();
      place.hidden = true;
    };
  });
}

/** Offer what is near; how it is found is fetched only by who asks. */
function offerNear() {
  const button = /** @type {HTMLElement} */ (document.querySelector("[data-near]"));
  if (!button || !("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", async () => (await import("./near.js")).showNear(button));
}

offerPrint();
offerInstall();
offerNear();
await forgetDraft();
await showWaiting(outbox);
