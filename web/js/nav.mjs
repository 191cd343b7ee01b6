// The side navigation is open in the page, so that it works without modules; narrow windows begin
// with it folded, to show the work first.

export function fold(document) {
  const narrow = document.defaultView.matchMedia("(max-width: 60em)").matches;
  const details = document.querySelector(".side details");
  if (narrow && details) details.open = false;
}

/** Print buttons need a module, so the page hides them until one says it is here. */
export function offerPrint(document) {
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.defaultView.print());
  });
}
