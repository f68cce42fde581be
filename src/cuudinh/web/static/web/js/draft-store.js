/** Drafts and reports waiting for a connection, in the browser's own database; no page is needed to read it. */

const NAME = "cuudinh";
const VERSION = 1;

/** @typedef {{ id: string, entries: [string, string | File][], savedAt: number }} Draft */
/** @typedef {Draft & { action: string }} Waiting */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "id" });
      asked.result.createObjectStore("waiting", { keyPath: "id" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/**
 * @template T
 * @param {"drafts" | "waiting"} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function inStore(store, mode, ask) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(store, mode);
      const asked = ask(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Draft} draft */
export const keepDraft = (draft) => inStore("drafts", "readwrite", (store) => store.put(draft));

/** @param {string} id @returns {Promise<Draft | undefined>} */
export const draftOf = (id) => inStore("drafts", "readonly", (store) => store.get(id));

/** @param {string} id */
export const dropDraft = (id) => inStore("drafts", "readwrite", (store) => store.delete(id));

/** @param {Waiting} waiting */
export const keepWaiting = (waiting) => inStore("waiting", "readwrite", (store) => store.put(waiting));

/** @returns {Promise<Waiting[]>} */
export const allWaiting = () => inStore("waiting", "readonly", (store) => store.getAll());

/** @param {string} id */
export const dropWaiting = (id) => inStore("waiting", "readwrite", (store) => store.delete(id));

/**
 * Sends what waits, one after the other, and gives what became of each. A refusal is kept for the person to
 * mend; an unreachable server ends the round. The `key` among the entries keeps a report from being filed twice.
 * @returns {Promise<{ sent: { id: string, address: string }[], refused: { id: string, detail: string }[] }>}
 */
export async function sendWaiting() {
  /** @type {{ sent: { id: string, address: string }[], refused: { id: string, detail: string }[] }} */
  const outcome = { sent: [], refused: [] };
  for (const waiting of await allWaiting()) {
    const body = new FormData();
    waiting.entries.forEach(([name, value]) => body.append(name, value));
    let answer;
    try {
      answer = await fetch(waiting.action, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      // Still no connection: everything stays and is tried at the next chance.
      break;
    }
    if (answer.ok) {
      await dropWaiting(waiting.id);
      outcome.sent.push({ id: waiting.id, address: answer.url });
    } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      const told = await answer.json().catch(() => ({ detail: "" }));
      outcome.refused.push({ id: waiting.id, detail: told.detail ?? "" });
    }
  }
  return outcome;
}
