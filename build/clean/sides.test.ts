import assert from "node:assert/strict";
import { test } from "node:test";
import { learnGrammar, type WordSense } from "./joins.ts";
import type { Sheet } from "./pages.ts";
import { readPlain } from "./read.ts";
import { unmix } from "./sides.ts";

const WORDS = ["harbour", "orchard", "weather", "lantern", "parlour", "kitchen", "bargain", "thunder"];
const HALVES = WORDS.map((word) => [word.slice(0, 3), word.slice(3)] as const);

/** The text of a page: begins with the rest of the word that the page before tore. */
function page(number: number): string {
  const begins =
    number > 1 ? `${HALVES[number - 2]![1]} was what page ${number} began with` : "First of all, this is page 1";
  const ends = number < 8 ? `and it ended in a ${HALVES[number - 1]![0]}-` : "and it ended there.";
  return `${begins},\nand went on for another line or so, and then for one more,\n${ends}\n`;
}

const note = (number: number): string => `${number} Compare what was said of page ${number} long before.\n`;

function sheet(side: number, folios: readonly [number, number], text: string): Sheet {
  return {
    side,
    lines: readPlain(text).sections[0]!,
    folios: folios.map((value) => ({ value, style: "arabic" as const })),
    head: null,
    mixed: true,
  };
}

function sense(): WordSense {
  const known = new Set(WORDS);
  return {
    grammar: learnGrammar([], new Map()),
    vocabulary: new Map(),
    lexicon: { langs: ["en"], has: (word) => known.has(word) },
  };
}

const SIDES = [
  [8, 1],
  [2, 7],
  [6, 3],
  [4, 5],
] as const;

function firstWords(sheets: readonly Sheet[]): string[] {
  return sheets.map(({ folios, lines }) => `${folios[0]?.value}: ${/page (\d)/.exec(lines[0]!.letters.text)?.[1]}`);
}

test("blocks go to the pages on which torn words go on, whichever stands first", () => {
  const mixed = SIDES.map(([left, right], side) =>
    sheet(side, [left, right], side % 2 === 0 ? `${page(left)}\n${page(right)}` : `${page(right)}\n${page(left)}`),
  );
  const pages = firstWords(unmix(mixed, sense())).sort();
  assert.deepEqual(pages, ["1: 1", "2: 2", "3: 3", "4: 4", "5: 5", "6: 6", "7: 7", "8: 8"]);
});

test("a note goes under the page that calls it", () => {
  const called = (number: number): string => page(number).replace("for another", `for${number} another`);
  const mixed = SIDES.map(([left, right], side) =>
    sheet(side, [left, right], `${note(right)}\n${note(left)}\n${called(left)}\n${called(right)}`),
  );
  for (const { folios, lines } of unmix(mixed, sense()))
    assert.match(lines.at(-1)!.letters.text, new RegExp(`^${folios[0]!.value} Compare`));
});

test("a title that the extraction put last stands before the text it heads", () => {
  const text = page(1).replace("First", "\nFirst");
  const mixed = SIDES.map(([left, right], side) =>
    sheet(side, [left, right], right === 1 ? `${page(8)}\n${text}\nOf Pages\n` : `${page(left)}\n${page(right)}`),
  );
  const first = unmix(mixed, sense()).find(({ folios }) => folios[0]?.value === 1)!;
  assert.equal(first.lines[0]!.letters.text, "Of Pages");
});

test("a note's number that stands below it, apart and above a page's text, is the note's", () => {
  const called = (number: number): string =>
    page(number)
      .replace("for another", `for${number} another`)
      .replace("for one more,", "for one more,\nuntil all of the page was full of words");
  const mixed = SIDES.map(([left, right], side) =>
    sheet(
      side,
      [left, right],
      `Ibid., p. 3${left}.\n\n${left}\n\n${called(left)}\nIbid., p. 3${right}.\n\n${right}\n\n${called(right)}`,
    ),
  );
  for (const { folios, lines } of unmix(mixed, sense())) {
    const texts = lines.map(({ letters }) => letters.text);
    const { value } = folios[0]!;
    assert.match(texts[0]!, new RegExp(`page ${value}`));
    assert.deepEqual(texts.slice(-2), [`${value}`, `Ibid., p. 3${value}.`]);
  }
});

test("brackets that a page opens and the next one closes say which page follows", () => {
  const pages = [
    "It rained (in the year of the",
    "flood) and the boats were lost. Nobody spoke",
    "of it. The mill stood still; she came",
    "back.",
  ];
  const mixed = [sheet(0, [4, 1], `${pages[0]}\n\n${pages[3]}`), sheet(1, [2, 3], `${pages[2]}\n\n${pages[1]}`)];
  const first = unmix(mixed, sense()).map(({ folios, lines }) => [folios[0]?.value, lines[0]!.letters.text]);
  assert.deepEqual(first.sort(), [
    [1, pages[0]],
    [2, pages[1]],
    [3, pages[2]],
    [4, pages[3]],
  ]);
});
