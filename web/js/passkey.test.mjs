import assert from "node:assert/strict";
import test from "node:test";
import { bytes, question, text } from "./passkey.mjs";

test("bytes are written and read without loss, also where base64 has plus, slash and padding", () => {
  for (const sample of [[], [0], [251, 255, 191], [62, 63, 250, 1], [...Array(256).keys()]]) {
    const written = text(Uint8Array.from(sample).buffer);
    assert.match(written, /^[\w-]*$/);
    assert.deepEqual([...bytes(written)], sample);
  }
});

test("a question keeps its words and gets bytes for what is asked and for the keys it names", () => {
  const asked = question({
    challenge: "YWJj",
    timeout: 300000,
    user: { id: "AQ", name: "Bình" },
    excludeCredentials: [{ type: "public-key", id: "Ag" }],
  });
  assert.deepEqual([...asked.challenge], [97, 98, 99]);
  assert.deepEqual([...asked.user.id], [1]);
  assert.equal(asked.user.name, "Bình");
  assert.deepEqual([...asked.excludeCredentials[0].id], [2]);
  assert.equal(asked.timeout, 300000);
  assert.equal(asked.allowCredentials, undefined);
});
