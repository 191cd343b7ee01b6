import assert from "node:assert/strict";
import test from "node:test";
import { Burst, Repeats } from "./scanner.mjs";

function type(burst, text, gap, from = 0) {
  let at = from;
  for (const key of [...text, "Enter"]) {
    const scanned = burst.key(key, at);
    if (key === "Enter") return scanned;
    at += gap;
  }
}

test("a burst ended by Enter is a scan", () => {
  assert.equal(type(new Burst(), "H49.05-261124-0031", 20), "H49.05-261124-0031");
});

test("typing by hand is not a scan", () => {
  assert.equal(type(new Burst(), "H49.05", 120), null);
});

test("three characters are too few", () => {
  assert.equal(type(new Burst(), "B17", 10), null);
});

test("what was typed before a scan does not join it", () => {
  const burst = new Burst();
  burst.key("z", 0);
  assert.equal(type(burst, "0010990001", 10, 500), "0010990001");
});

test("a pause before Enter is a person pressing Enter", () => {
  const burst = new Burst();
  ["1", "2", "3", "4"].forEach((key, index) => burst.key(key, index * 10));
  assert.equal(burst.key("Enter", 900), null);
});

test("shift keys inside a burst are no characters", () => {
  const burst = new Burst();
  ["Shift", "H", "4", "9", "5"].forEach((key, index) => burst.key(key, index * 10));
  assert.equal(burst.key("Enter", 50), "H495");
});

test("the same code within two seconds is ignored", () => {
  const repeats = new Repeats();
  assert.equal(repeats.isRepeat("H49", 0), false);
  assert.equal(repeats.isRepeat("H49", 1500), true);
  assert.equal(repeats.isRepeat("H49", 4000), false);
});
