/**
 * Passkeys: the device is asked for a new key or for a signature, and what it says goes into an ordinary form.
 *
 * A form says in `data-passkey` whether a key is made ("create") or used ("get"), and in `data-options` where the terms
 * of the moment are had. Without scripts, or where the browser knows no passkeys, the form stays hidden.
 */

/** @typedef {{ id: string, type: "public-key", transports?: AuthenticatorTransport[] }} KnownKey */

/** @param {string} text base64url */
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

/** @param {ArrayBuffer | null} buffer */
const toText = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** @param {KnownKey[]} [keys] */
const toKnown = (keys = []) => keys.map((key) => ({ ...key, id: toBytes(key.id) }));

/** @param {HTMLElement} element */
export function enhance(element) {
  const form = /** @type {HTMLFormElement} */ (element);
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.closest("[data-passkey-part]")?.removeAttribute("hidden");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(form, false);
    ask(form).then(
      () => form.submit(),
      () => say(form, true),
    );
  });
}

/**
 * Ask for the terms and then the device; put its answer into the form.
 * @param {HTMLFormElement} form
 */
async function ask(form) {
  const told = await fetch(form.dataset.options ?? "", { headers: { Accept: "application/json" } });
  if (!told.ok) throw new Error(`the terms answered ${told.status}`);
  const terms = await told.json();
  const answer = form.dataset.passkey === "create" ? await made(terms) : await signed(terms);
  const field = /** @type {HTMLInputElement} */ (form.querySelector("[data-passkey-answer]"));
  field.value = JSON.stringify(answer);
}

/** @param {any} terms as WebAuthn writes them in JSON */
async function made(terms) {
  const publicKey = {
    ...terms,
    challenge: toBytes(terms.challenge),
    user: { ...terms.user, id: toBytes(terms.user.id) },
    excludeCredentials: toKnown(terms.excludeCredentials),
  };
  const key = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
  const response = /** @type {AuthenticatorAttestationResponse} */ (key.response);
  return written(key, {
    attestationObject: toText(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** @param {any} terms as WebAuthn writes them in JSON */
async function signed(terms) {
  const publicKey = {
    ...terms,
    challenge: toBytes(terms.challenge),
    allowCredentials: toKnown(terms.allowCredentials),
  };
  const key = /** @type {PublicKeyCredential} */ (await navigator.credentials.get({ publicKey }));
  const response = /** @type {AuthenticatorAssertionResponse} */ (key.response);
  return written(key, {
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: toText(response.userHandle),
  });
}

/**
 * @param {PublicKeyCredential} key
 * @param {object} response
 */
const written = (key, response) => ({
  id: key.id,
  rawId: toText(key.rawId),
  type: key.type,
  response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
  clientExtensionResults: {},
});

/**
 * Say that the device was not asked or said no.
 * @param {HTMLFormElement} form
 * @param {boolean} isShown
 */
function say(form, isShown) {
  const fault = /** @type {HTMLElement | null} */ (form.querySelector("[data-passkey-fault]"));
  if (fault) fault.hidden = !isShown;
}
