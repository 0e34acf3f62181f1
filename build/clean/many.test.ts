import assert from "node:assert/strict";
import { test } from "node:test";
import { append, least, most } from "./many.ts";

test("lists longer than a call takes arguments", () => {
  const long = Array.from({ length: 400_000 }, (_, i) => i);
  assert.throws(() => Math.max(...long), RangeError);
  const list = [-1];
  append(list, long);
  assert.deepEqual([least(list), most(list), list.length], [-1, 399_999, 400_001]);
  assert.deepEqual([least([]), most([])], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});
