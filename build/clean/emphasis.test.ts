import assert from "node:assert/strict";
import { test } from "node:test";
import { tearsEmphasis } from "./emphasis.ts";

test("emphasis that goes over a line's end keeps its lines together", () => {
  assert.equal(tearsEmphasis("as told in _The Long", "Winter_ (Quay, 1921)."), true);
  assert.equal(tearsEmphasis("as told in *The Long", "Winter*, which is short."), true);
  assert.equal(tearsEmphasis("as told in _The Long_", "and in _Winter_."), false);
  assert.equal(tearsEmphasis("as told in _The Long", "winter, and _Winter_."), false);
  assert.equal(tearsEmphasis("*The log of the ferry.", "Nobody came.* The ferry left."), false, "a note's star");
});
