import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Desk, Journal, Letters, NO_LEXICON } from "../flow.ts";
import { RULES, repairCharacters } from "./repair.ts";

const folder = new URL("./cases/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const WORDS = new Set(read("words.txt").trim().split(/\s+/u));

function desk(text: string): Desk {
  const source = { file: "case.txt", text };
  const lexicon = { langs: ["en"], has: (word: string) => WORDS.has(word) };
  return { source, journal: new Journal(source), lexicon, vocabulary: new Map(), hints: {} };
}

function repair(text: string): { readonly text: string; readonly journal: Journal } {
  const own = desk(text);
  const [repaired] = repairCharacters([Letters.from(text, 0)], own);
  return { text: repaired?.text ?? "", journal: own.journal };
}

for (const file of ["ligatures.txt", "spacing.txt", "quotes.txt", "letters.txt", "accents.txt"]) {
  for (const block of read(file)
    .trimEnd()
    .split(/\n\n(?=# )/u)) {
    const [head = "", ...lines] = block.split("\n");
    const dot = lines.indexOf(".");
    const input = lines.slice(0, dot).join("\n");
    const output = lines.slice(dot + 1).join("\n");
    test(`${file}: ${head.slice(2)}`, () => {
      const { text, journal } = repair(input);
      assert.equal(text, output);
      assert.equal(repair(output).text, output, "repairing twice changes nothing more");
      assert.equal(journal.edits.length > 0, input !== output, "every change is in the journal");
    });
  }
}

test("a numeral that heads its piece is known by its neighbours", () => {
  const repaired = (pieces: readonly string[]): string[] => {
    const own = desk(pieces.join("\n"));
    const from = pieces.map((_, i) => pieces.slice(0, i).join("\n").length + (i === 0 ? 0 : 1));
    const letters = pieces.map((text, i) => Letters.from(text, from[i]!));
    return repairCharacters(letters, own).map(({ text }) => text);
  };
  assert.deepEqual(
    repaired(["II The River", "The boat was late.", "Ill The Ferry", "Ill was the boatman.", "IV Ice"]),
    ["II The River", "The boat was late.", "III The Ferry", "Ill was the boatman.", "IV Ice"],
  );
  assert.deepEqual(repaired(["I saw the river.", "Il. The Road", "III. The Ferry"])[1], "II. The Road");
  assert.deepEqual(repaired(["II", "The boat.", "Ill", "V"])[2], "Ill");
  assert.deepEqual(repaired(["II", "Il Mare was late.", "III"])[1], "Il Mare was late.");
});

test("every rule has a name of its own and says why", () => {
  assert.equal(new Set(RULES.map((rule) => rule.name)).size, RULES.length);
  for (const rule of RULES) assert.ok(rule.why.endsWith("."));
});

test("where no dictionary knows the language no word falls apart", () => {
  const text = "Le tome de nous parut; el asno come; der Atme war stark.";
  const own = { ...desk(text), lexicon: NO_LEXICON };
  assert.equal(repairCharacters([Letters.from(text, 0)], own)[0]!.text, text);
  assert.notEqual(repair(text).text, text);
});

test("a misprint is asked about, not repaired", () => {
  const text =
    "The harbour was full. The harbour froze. The harbour thawed. The harbuor slept; [h]arbour and harbour[s] stayed.";
  const { text: repaired, journal } = repair(text);
  assert.equal(repaired, text);
  assert.deepEqual(
    journal.questions.map(({ span, candidates }) => [text.slice(span.start, span.end), candidates]),
    [["harbuor", ["harbour"]]],
  );
});
