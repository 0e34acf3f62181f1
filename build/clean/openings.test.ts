import assert from "node:assert/strict";
import { test } from "node:test";
import { endsSentence } from "./joins.ts";
import { insideOf, learnOpenings, meetingOf, openingOdds } from "./openings.ts";
import { readPlain } from "./read.ts";

const INSIDE = insideOf(
  readPlain(
    "He waited. But she rowed. The boat sank. But nobody came.12 But ice came. The lamp burned. The end. It\n".repeat(
      20,
    ),
  ).sections,
);

test("sentences inside lines teach how sentences begin that begin no paragraph", () => {
  assert.deepEqual(INSIDE.words.get("but"), 60);
  assert.deepEqual([INSIDE.count, INSIDE.called], [140, 20]);
  const broken = Array.from({ length: 40 }, () => meetingOf("It was over.7", "The harbour froze"));
  const openings = learnOpenings(INSIDE, broken);
  assert.ok(openingOdds(openings, meetingOf("and so on.8", "The road was")) > 1);
  assert.ok(openingOdds(openings, meetingOf("and so on.", "But the road was")) < -2);
});

test("where no paragraph is seen, only words that point back say anything", () => {
  const openings = learnOpenings(INSIDE, []);
  assert.ok(Math.abs(openingOdds(openings, meetingOf("and so on.", "But the road was"))) < 0.2);
  assert.ok(openingOdds(openings, meetingOf("and so on.", "She went")) < -1);
});

test("a raised figure set off by a blank ends a sentence as well, a number that is counted does not", () => {
  assert.ok(endsSentence("so they said.” 3"));
  assert.ok(endsSentence("of the whole harbour. 12"));
  assert.ok(!endsSentence("as is told in chap. 3"));
  assert.ok(!endsSentence("in the year 1917, and 3"));
});
