/** Drafts, in the browser's own database: words and pictures, one draft for each form. */

const NAME = "cuudinh";
const VERSION = 1;
const STORE = "drafts";

/** @typedef {{ id: string, entries: [string, string | File][], savedAt: number }} Draft */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function inStore(mode, ask) {
  const database = await open();
  try {
    return await new Promise((done, fail) => {
      const transaction = database.transaction(STORE, mode);
      const asked = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @param {Draft} draft */
export const keepDraft = (draft) => inStore("readwrite", (store) => store.put(draft));

/** @param {string} id @returns {Promise<Draft | undefined>} */
export const draftOf = (id) => inStore("readonly", (store) => store.get(id));

/** @param {string} id */
export const dropDraft = (id) => inStore("readwrite", (store) => store.delete(id));
