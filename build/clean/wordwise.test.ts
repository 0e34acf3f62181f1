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

test("a year in a head belongs to it, and parts no page from its folio", () => {
  const sides = [1, 3, 5, 7].map((recto) => side([...prose(recto, 60), "Letters", "of", "1921", `${recto}`]));
  for (const [i, lines] of gathered(sides).entries()) assert.equal(lines.at(-1), `Letters of 1921 ${1 + 2 * i}`);
});

test("marks that stand alone belong to the word before, opening ones to the word behind", () => {
  const words = [...prose(1, 60).slice(0, -1), "ended", ".", "”", "(", "Then", "3", ";", ...prose(2, 20)];
  const text = gathered([side(words)])[0]!.join(" ");
  assert.match(text, / ended\.” \(Then 3 ; /);
});

test("notes in lower case are known by the numbers beside them; a number that comes twice is no note", () => {
  const note = (first: number): string[] => [
    `${first}`,
    "quoted",
    "by",
    "Example.",
    `${first + 1}`,
    "of",
    "the",
    "men.",
  ];
  const called = [...prose(1, 30), "8", ...prose(2, 30), "9", ...prose(3, 9)];
  const notesOf = (words: readonly string[]): string[] =>
    gatherWords(readPlain(side(words))).sections[0]!.flatMap(({ block, letters }) =>
      block?.kind === "note" ? [letters.text] : [],
    );
  assert.deepEqual(notesOf([...called, ...note(8)]), ["8 quoted by Example.", "9 of the men."]);
  assert.deepEqual(notesOf([...prose(1, 30), "8", ...prose(2, 30), "8", "men."]), []);
});

test("of two numbers beside words of a head, that of a note is no folio", () => {
  const sides = [2, 4, 6, 8].map((verso, i) =>
    side([
      ...prose(verso, 40),
      "10",
      "so",
      ...prose(3, 30),
      ...(verso === 4 ? ["10", "Old", "Hives,", "ninth."] : []),
      `${verso}`,
      "Old",
      "Hives",
      ...prose(i, 9),
    ]),
  );
  assert.ok(gathered(sides)[1]!.includes("4 Old Hives"));
  assert.ok(gathered(sides)[1]!.includes("10 Old Hives, ninth."));
});

test("a chapter opens where the words of the contents list stand at a page's beginning", () => {
  const contents = side(["Contents", "The", "Bees", "3", "Old", "Hives", ". . .", "5", "2"]);
  const sides = [
    side(["2", "The", "Bees", "“so", ...prose(1, 60)]),
    side([...prose(2, 60), "Old", "Hives", "Then", ...prose(3, 20)]),
  ];
  const [, first, second] = gathered([contents, ...sides]);
  assert.ok(first!.includes("The Bees"));
  assert.ok(second!.includes("Old Hives"));
});
