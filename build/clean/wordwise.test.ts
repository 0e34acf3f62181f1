import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlain } from "./read.ts";
import { gatherWords } from "./wordwise.ts";

/** Words of a page, none of them like another page's. */
function prose(page: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${"wxyz"[page % 4]}${"aeiou"[i % 5]}${"bdfg"[i % 4]}n${i === count - 1 ? "." : ""}`,
  );
}

const side = (words: readonly string[]): string => `${words.join("\n")}\n`;

function gathered(sides: readonly string[]): string[][] {
  return gatherWords(readPlain(sides.join("\f"))).sections.map((lines) => lines.map((line) => line.letters.text));
}

/** Sides of a booklet of sixteen pages: recto with its head before the folio, verso with it behind. */
const BOOKLET = [1, 3, 5, 7].map((recto) =>
  side(["Of", "Bees", `${recto}`, ...prose(recto, 50), `${16 - recto}`, "Old", "Hives", ...prose(recto + 1, 50)]),
);

test("heads with a folio that steps from side to side stand on lines of their own", () => {
  for (const [i, lines] of gathered(BOOKLET).entries()) {
    assert.equal(lines[0], `Of Bees ${1 + 2 * i}`);
    assert.ok(lines.includes(`${15 - 2 * i} Old Hives`));
  }
});

test("no word is lost or moved", () => {
  const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
  assert.deepEqual(
    gathered(BOOKLET).map((lines) => words(lines.join(" "))),
    BOOKLET.map(words),
  );
});

test("a number that comes again before a capital is a note's, and its first coming is the call", () => {
  const words = [...prose(1, 40), "2", "so", ...prose(2, 30), "2", "Compare", "the", "older", "book."];
  const [lines] = gathered([side(words)]);
  assert.equal(lines!.at(-1), "2 Compare the older book.");
  assert.match(lines!.join(" "), /n\.2 so/);
  const note = gatherWords(readPlain(side(words))).sections[0]!.at(-1)!;
  assert.equal(note.block?.kind, "note");
});

test("a word cut by a hyphen ends its line", () => {
  const [lines] = gathered([side([...prose(1, 30), "hon-", "ey", ...prose(2, 40)])]);
  assert.equal(lines!.filter((line) => line.endsWith("hon-")).length, 1);
});

test("sides of whole lines, and short lists, stay as they are", () => {
  const sides = ["one line of words\nand the next one\n", "pears\nplums\n"];
  const text = readPlain(sides.join("\f"));
  assert.equal(gatherWords(text), text);
});

test("a call glued to its word leads to its note as well", () => {
  const words = [...prose(1, 40), "ended.7", "So", ...prose(2, 30), "7", "Compare", "the", "older", "book."];
  const [lines] = gathered([side(words)]);
  assert.equal(lines!.at(-1), "7 Compare the older book.");
  assert.match(lines!.join(" "), /ended\.7 So/);
});

test("folios at the foot part the pages, and the head of the next page is no text", () => {
  const foot = [1, 3, 5, 7].map((recto) =>
    side([...prose(16 - recto, 50), `${16 - recto}`, "Old", "Hives", ...prose(recto, 50), `${recto}`, "Of", "Bees"]),
  );
  for (const [i, lines] of gathered(foot).entries()) {
    assert.equal(lines.at(-1), `${1 + 2 * i} Of Bees`);
    assert.ok(lines.includes(`${15 - 2 * i} Old Hives`));
  }
});

test("a chapter opens where the words of its head stand in the text", () => {
  const opening = side(["Of", "Bees", "They", ...prose(3, 60), "1"]);
  const [first] = gathered([opening, ...BOOKLET.slice(1)]);
  assert.equal(first![0], "Of Bees");
  assert.equal(first!.at(-1), "1");
});
