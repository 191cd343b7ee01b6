// Passkeys: a form asks the server what the device should sign, the device, and then is sent with the
// answer. Without this module, or in a browser without passkeys, the forms stay hidden.

export function listen(document) {
  const window = document.defaultView;
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  document.querySelectorAll("[data-passkey-without]").forEach((note) => (note.hidden = true));
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.asking) return;
      form.dataset.asking = "1";
      answer(window, form)
        .then((said) => send(form, said))
        .catch((fault) => tell(form, fault))
        .finally(() => delete form.dataset.asking);
    });
  });
}

class Refused extends Error {}

async function answer(window, form) {
  tell(form, null);
  const response = await window.fetch(form.dataset.challenge, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  const body = await response.json();
  if (!response.ok) throw new Refused(body.error ?? "");
  const publicKey = question(body.publicKey);
  const credentials = window.navigator.credentials;
  return form.dataset.passkey === "create"
    ? created(await credentials.create({ publicKey }))
    : signed(await credentials.get({ publicKey }));
}

/** The question with bytes where browsers want bytes. */
export function question(publicKey) {
  const named = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.allowCredentials) asked.allowCredentials = named(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = named(asked.excludeCredentials);
  return asked;
}

function created(credential) {
  const { response } = credential;
  const key = response.getPublicKey();
  if (!key) throw new Error("the browser does not know this kind of key");
  return {
    credential: text(credential.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.getAuthenticatorData()),
    public_key: text(key),
  };
}

function signed(credential) {
  const { response } = credential;
  return {
    credential: text(credential.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    user_handle: response.userHandle?.byteLength ? text(response.userHandle) : null,
  };
}

function send(form, said) {
  form.elements.answer.value = JSON.stringify(said);
  form.submit();
}

// What the server refused, it says itself; everything else ended at the device.
function tell(form, fault) {
  const place = form.querySelector("[data-passkey-told]");
  place.textContent = fault ? (fault instanceof Refused && fault.message) || form.dataset.failed : "";
}

/** Bytes from text as the standard writes them: base64 for addresses, without padding. */
export function bytes(written) {
  const plain = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
