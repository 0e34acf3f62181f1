import assert from "node:assert/strict";
import { test } from "node:test";
import { candidatesOf } from "./candidates.ts";
import { pagesOf, piecesOf } from "./fixture.ts";
import { sentenceEnds } from "./sentences.ts";

/** What may be a call, and the places without a trace, as the text before them; every word is one of the dictionary. */
function found(text: string, gaps: boolean): string[] {
  const candidates = candidatesOf(piecesOf(pagesOf(text)), false, () => true, gaps);
  return candidates.map(({ start, printed, form }) => (form === "gap" ? text.slice(0, start) : printed));
}

test("no sentence ends at an ellipsis before a word in lower case", () => {
  const text = "He waited ... until dawn … and rowed. The bell ... Nobody came.";
  assert.deepEqual(
    sentenceEnds(text).map((end) => text.slice(0, end).slice(-6)),
    ["rowed.", "ll ...", " came."],
  );
});

test("three letters that figures are read as may be a call between two sentences, though they are a word", () => {
  assert.deepEqual(found("It rained. Bis The town slept. Tom Wells rowed.", false), ["Bis"]);
});

test("behind a colon stands a call only where no quotation follows", () => {
  assert.deepEqual(found("It says: “Row on.” He rowed: nobody came.", true), [
    "It says: “Row on.”",
    "It says: “Row on.” He rowed:",
    "It says: “Row on.” He rowed: nobody came.",
  ]);
});

/** What may be a call in a text, and the odds of it. */
function oddsOf(text: string): Map<string, number> {
  const all = candidatesOf(piecesOf(pagesOf(text)), false, () => true, false);
  return new Map(all.map(({ printed, prior }) => [printed, prior]));
}

test("a question mark is the less a call, the more its sentence asks", () => {
  const odds = (text: string) => oddsOf(text).get("?") ?? Number.NaN;
  const states = odds("The clerk was an equal to the captain? He slept.");
  const clause = odds("Now, when the bell rang, the ferry left? He slept.");
  const perhaps = odds("If nobody rang the bell, why did the ferry leave? He slept.");
  const asks = odds("Do they ring the bell for the ferry? He slept.");
  assert.ok(asks < perhaps && perhaps < states, `${asks} ${perhaps} ${states}`);
  assert.equal(clause, states);
});

test("a mark that calls out within a sentence may be a figure", () => {
  assert.ok(oddsOf("They came to the ferry! in the evening.").has("!"));
  assert.ok(!oddsOf("They came to the ferry! It had left.").has("!"));
});

test("a sign and a mark that closes nothing are the two figures of one call", () => {
  assert.deepEqual([...oddsOf("He dies on the grave.*’ It is so.").keys()], ["*’"]);
  assert.deepEqual([...oddsOf("They built the bridge.2” It stands.").keys()], ["2”"]);
});

test("what a single mark opened may be closed by a double one", () => {
  assert.deepEqual([...oddsOf("“If I did not get the ‘whole truth,” I got some of it.”").keys()], []);
});

test("a misread mark that stands before a blank opens nothing", () => {
  assert.ok(oddsOf("How did they settle it“ at last? He knew his kin.” They slept.").has("”"));
});
