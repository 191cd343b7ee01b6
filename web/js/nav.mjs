// The side navigation is open in the page, so that it works without modules; narrow windows begin
// with it folded, to show the work first. A window that grows wide, such as a turned tablet, has no
// handle to unfold it with, so it is opened then.

export function fold(document) {
  const narrow = document.defaultView.matchMedia("(max-width: 60em)");
  const details = document.querySelector(".side details");
  if (!details) return;
  if (narrow.matches) details.open = false;
  narrow.addEventListener("change", () => {
    details.open = !narrow.matches;
  });
}

/** Print buttons need a module, so the page hides them until one says it is here. */
export function offerPrint(document) {
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.defaultView.print());
  });
}
