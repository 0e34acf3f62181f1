import assert from "node:assert/strict";
import { test } from "node:test";
import type { Candidate } from "./candidates.ts";
import { byNumber, withinOrder } from "./numbers.ts";
import type { Wanted } from "./wanted.ts";

const bodies = (values: readonly (number | null)[]) => values.map((value) => ({ value }) as Wanted);
const calls = (keys: readonly string[]) => keys.map((key) => ({ key }) as Candidate);
const TRACED = calls(Array.from({ length: 12 }, () => "markup"));

test("bodies that stand out of order are taken by their numbers where the calls found rise with them", () => {
  const wanted = bodies([5, 6, 7, 8, 9, 1, 2, 3, 4]);
  const match = Int32Array.from([4, 5, 6, 7, 8, 0, 1, -1, 3]);
  assert.deepEqual(byNumber(wanted, match, TRACED), [5, 6, 7, 8, 0, 1, 2, 3, 4]);
});

test("numbers that begin anew on every page, or calls that do not follow them, give no order", () => {
  const match = Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(byNumber(bodies([1, 2, 1, 2, 1, 2, 3, 4]), match, TRACED), null);
  assert.equal(byNumber(bodies([8, 7, 6, 5, 4, 3, 2, 1]), match, TRACED), null);
});

test("a guess without trace that leaves the order of the numbers is given up, a call that was found is not", () => {
  const candidates = calls(["markup", "gap", "markup", "gap", "markup"]);
  const match = Int32Array.from([0, 3, 2, 1, 4]);
  assert.deepEqual([...withinOrder(match, [0, 1, 2, 3, 4], candidates)], [0, -1, 2, -1, 4]);
});
