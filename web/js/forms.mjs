// Forms: one press, one request. The server is safe against a double press by itself (every form
// carries an idempotency key); this only spares the person the wait and the doubt.

export function listen(document) {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") markSent(event.target);
  });
  // Coming back by the Back button shows the page as it was left: let the form be sent again.
  document.defaultView.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(markReady);
  });
  focusErrors(document);
}

function markSent(form) {
  form.dataset.sent = "1";
  buttons(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
}

function markReady(form) {
  delete form.dataset.sent;
  buttons(form).forEach((button) => button.removeAttribute("aria-disabled"));
}

// The buttons are marked, not disabled: a disabled button would drop its own name and value.
function buttons(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

function focusErrors(document) {
  document.querySelector(".errsum")?.focus();
}
