import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Desk, Journal, Letters, MARK } from "../flow.ts";
import { repairCharacters } from "./repair.ts";

const WORDS = new Set(
  readFileSync(new URL("./cases/words.txt", import.meta.url), "utf8")
    .trim()
    .split(/\s+/u),
);

/** Pieces as Markdown would have them, and the journal. */
function repair(text: string): { readonly pieces: readonly string[]; readonly journal: Journal } {
  const source = { file: "case.txt", text };
  const lexicon = { langs: ["en"], has: (word: string) => WORDS.has(word) };
  const desk: Desk = { source, journal: new Journal(source), lexicon, vocabulary: new Map(), hints: {} };
  let from = 0;
  const pieces = text.split("\n").map((line) => {
    const letters = Letters.from(line, from);
    from += line.length + 1;
    return letters;
  });
  const repaired = repairCharacters(pieces, desk);
  const marks = new RegExp(`${MARK.emOpen}|${MARK.emClose}`, "g");
  return { pieces: repaired.map((letters) => letters.text.replace(marks, "*")), journal: desk.journal };
}

/** Type that is upright, and shows it. */
const UPRIGHT =
  "The first office was in the field; the fleet came in conflict with the flood. The officials of the first fleet said it.\n".repeat(
    3,
  );
const QUOTED = [
  "He said, “the of icials had no con lict in the irst year.”",
  "“The ield was suf icient,” she said, and left.",
  "Nobody said “it re lected the light.”",
  "“The ire was out; the lood had come,” they said.",
].join("\n");

test("quotations that lost their ligatures, where the upright text kept them, were italic", () => {
  const { pieces, journal } = repair(`${UPRIGHT}${QUOTED}\nThen she said, “no one came.”`);
  assert.deepEqual(pieces.slice(3), [
    "He said, “*the officials had no conflict in the first year.*”",
    "“*The field was sufficient,*” she said, and left.",
    "Nobody said “*it reflected the light.*”",
    "“*The fire was out; the flood had come,*” they said.",
    "Then she said, “no one came.”",
  ]);
  const question = journal.questions.find(({ rule }) => rule === "italics/lost-ligatures");
  assert.match(question?.text ?? "", /^4 quotations .*; in 1 more/);
});

test("where upright text loses them as well, lost ligatures say nothing of the face", () => {
  const { pieces } = repair(`${UPRIGHT}${QUOTED}\nThe of icials left. The irst ield had no con lict.`);
  assert.ok(pieces.every((piece) => !piece.includes("*")));
});

test("a quotation of several paragraphs is italic in all of them; a bracket that kept its ligature is not", () => {
  const long =
    "“The irst of icial left.\n“The fleet (the first fleet of the year) was of no good, he said.\nThe boat was late, and the ield cold.”\nHe left.";
  const { pieces } = repair(`${UPRIGHT}${QUOTED}\n${long}`);
  assert.deepEqual(pieces.slice(-4), [
    "“The first official left.",
    "“The fleet (the first fleet of the year) was of no good, he said.",
    "The boat was late, and the field cold.”",
    "He left.",
  ]);
  const proven = repair(`${UPRIGHT}${QUOTED}\n${long.replace("The fleet", "The boat")}`).pieces;
  assert.deepEqual(proven.slice(-4), [
    "“*The first official left.*",
    "“*The boat* (the first fleet of the year) *was of no good, he said.*",
    "*The boat was late, and the field cold.*”",
    "He left.",
  ]);
});

test("a quotation whose end is not known is not marked", () => {
  const { pieces } = repair(`${UPRIGHT}${QUOTED}\nShe said, “the irst boat is late and left.\nNobody came.`);
  assert.deepEqual(pieces.slice(-2), ["She said, “the first boat is late and left.", "Nobody came."]);
});

test("what is a word either way inside such quotations is asked about", () => {
  const { journal } = repair(`${UPRIGHT}${QUOTED}\nThey said, “the post of ice was near.”`);
  const question = journal.questions.find(({ rule }) => rule === "ligatures/dropped");
  assert.deepEqual([question?.text, question?.candidates], ["“of ice” may have lost a ligature.", ["office"]]);
});
