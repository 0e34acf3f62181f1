import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, Journal, Letters, type Lexicon, NO_LEXICON } from "../flow.ts";
import { repairCharacters } from "./repair.ts";

const WORDS = new Set("the and was in from bela jose came read late of boat letters".split(" "));

const ENGLISH: Lexicon = { langs: ["en"], has: (word) => WORDS.has(word) };

function repair(
  text: string,
  names: readonly string[],
  lexicon = ENGLISH,
): { readonly text: string; readonly journal: Journal } {
  const source = { file: "case.txt", text };
  const desk: Desk = { source, journal: new Journal(source), lexicon, vocabulary: new Map(), hints: { names } };
  const repaired = repairCharacters([Letters.from(text, 0)], desk);
  return { text: repaired[0]!.text, journal: desk.journal };
}

const GLOSSARY = ["Sjöqvist, Märta", "Kún, Béla", "Peña, José", "Gösta", "Gosta"];

test("a name the glossary writes with accents gets them", () => {
  const { text, journal } = repair("Marta Sjoqvist came, and Sjéqvist and SJOQVIST’s boat.", GLOSSARY);
  assert.equal(text, "Märta Sjöqvist came, and Sjöqvist and SJÖQVIST’s boat.");
  assert.deepEqual(new Set(journal.edits.map((edit) => edit.rule)), new Set(["letters/accents"]));
});

test("what is a word of the dictionary is a name beside another part of the name only", () => {
  const { text } = repair("Bela Kun came; Bela was late. Jose read the letters of Jose Pefia.", GLOSSARY);
  assert.equal(text, "Béla Kun came; Bela was late. Jose read the letters of José Peña.");
});

test("a spelling that the glossary lists stays", () => {
  const text = "Gosta came, and Gösta was late.";
  assert.equal(repair(text, GLOSSARY).text, text);
});

test("a name that mostly stands without its accents is asked about, once", () => {
  const text = "Guérra came; Guerra was late, and Guerra read the letters.";
  const { text: same, journal } = repair(text, []);
  assert.equal(same, text);
  const asked = journal.questions.filter((question) => question.rule === "letters/accents");
  assert.deepEqual(
    asked.map(({ span, candidates }) => [span.start, candidates]),
    [[13, ["Guérra"]]],
  );
});

test("where no dictionary knows the language only what the glossary writes is a name", () => {
  const text = "Drei Brüder kamen. Ein Bruder fehlte; Marta kam.";
  const { text: repaired, journal } = repair(text, GLOSSARY, NO_LEXICON);
  assert.equal(repaired, "Drei Brüder kamen. Ein Bruder fehlte; Märta kam.");
  assert.deepEqual(journal.questions, []);
});
