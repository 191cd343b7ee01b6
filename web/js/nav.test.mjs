import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "./nav.mjs";

function page(isNarrow) {
  const listeners = [];
  const media = { matches: isNarrow, addEventListener: (_, listener) => listeners.push(listener) };
  const details = { open: true };
  const document = { defaultView: { matchMedia: () => media }, querySelector: () => details };
  const turn = (matches) => {
    media.matches = matches;
    listeners.forEach((listener) => listener());
  };
  return { details, document, turn };
}

test("a narrow window begins folded and a wide one stays open", () => {
  for (const [isNarrow, open] of [[true, false], [false, true]]) {
    const { details, document } = page(isNarrow);
    fold(document);
    assert.equal(details.open, open);
  }
});

test("a window that grows wide shows the navigation again", () => {
  const { details, document, turn } = page(true);
  fold(document);
  turn(false);
  assert.equal(details.open, true);
  turn(true);
  assert.equal(details.open, false);
});

test("a page without a side navigation is left alone", () => {
  fold({ defaultView: { matchMedia: () => ({ matches: true }) }, querySelector: () => null });
});
