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
