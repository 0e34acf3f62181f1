import assert from "node:assert/strict";
import { test } from "node:test";
import { Habits, type Spot, spotOf } from "./habits.ts";

const times = (count: number, spot: Spot): Spot[] => Array.from({ length: count }, () => spot);

test("where a call stands", () => {
  const text = "He said “no.” The bell rang. It was late; she slept.";
  assert.equal(spotOf(text, 13, 13), "quotation");
  assert.equal(spotOf(text, 28, 28), "sentence");
  assert.equal(spotOf(text, 41, 41), "within");
  assert.equal(spotOf(text, text.length, text.length), "paragraph");
  assert.equal(spotOf("She said “yes.”", 15, 15), "quotation and paragraph");
});

test("an author who calls notes behind quotations alone is expected to go on so", () => {
  const calls = times(20, "quotation");
  const learnt = new Habits([...times(60, "quotation"), ...times(60, "paragraph"), ...times(300, "sentence")], calls);
  assert.ok(learnt.odds("quotation") > 0.4);
  assert.ok(learnt.odds("sentence") < -0.8);
});

test("of a text without evident calls no habit is known", () => {
  assert.equal(new Habits(times(60, "quotation"), []).odds("quotation"), 0);
});
