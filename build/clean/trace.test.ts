import assert from "node:assert/strict";
import { test } from "node:test";
import { Letters } from "./flow.ts";
import { traceOf } from "./trace.ts";

test("stretches of a chapter with their places in the source; what rules put in has none", () => {
  const source = Letters.from("the har-\nbour lay dry", 100);
  const joined = Letters.concat([Letters.made("# "), source.slice(0, 7), source.slice(9), source.slice(3, 4)]);
  assert.equal(joined.text, "# the harbour lay dry ");
  assert.deepEqual(traceOf(joined), [
    { to: 2, from: 100, length: 7 },
    { to: 9, from: 109, length: 12 },
    { to: 21, from: 103, length: 1 },
  ]);
});
