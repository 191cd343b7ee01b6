import assert from "node:assert/strict";
import test from "node:test";
import { address } from "./live.mjs";

const page = (open) => ({ querySelector: () => open });

test("a list listens for everything, after the place it reached before", () => {
  assert.equal(address(page(null), ""), "/ban-lam-viec/dong-tin?");
  assert.equal(address(page(null), "12-34"), "/ban-lam-viec/dong-tin?sau=12-34");
});

test("an open dossier says which version the page was drawn from", () => {
  const open = { dataset: { liveDossier: "H49.101-261125-0001", liveVersion: "7" } };
  assert.equal(address(page(open), ""), "/ban-lam-viec/dong-tin?ma=H49.101-261125-0001&ban=7");
});
