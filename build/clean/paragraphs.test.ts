import assert from "node:assert/strict";
import { test } from "node:test";
import { timesWidth } from "./face.ts";
import { learnFullness, rolesOf, shapesOf } from "./fullness.ts";
import { learnHabits, parseParagraphs } from "./paragraphs.ts";
import { MEASURE, setText } from "./prose.fixture.ts";
import { readPlain } from "./read.ts";

/** Paragraphs that do not come out as they were set. */
function wrong(set: readonly (readonly string[])[]): string[] {
  const [lines] = readPlain(set.flat().join("\n")).sections;
  const found = parseParagraphs(lines!, learnHabits([lines!])).map((each) =>
    each.map(({ letters }) => letters.text).join("\n"),
  );
  const kept = new Set(found);
  return set.map((each) => each.join("\n")).filter((each) => !kept.has(each));
}

test("indented paragraphs whose indent the extraction lost are told by the widths of their lines", () => {
  const set = setText({ indent: 1.5, justified: true }, 7);
  const hidden = set.filter((lines) => timesWidth(lines.at(-1)!) > MEASURE - 4).length;
  assert.ok(hidden >= 5, "some last lines are nearly full");
  assert.ok(wrong(set).length <= hidden, `${wrong(set).length} wrong, ${hidden} with a nearly full last line`);
});

test("a text set ragged and flush gives its paragraphs, but for last lines that are full", () => {
  const set = setText({ indent: 0, justified: false }, 11);
  const full = set.filter((lines) => timesWidth(lines.at(-1)!) > MEASURE - 3).length;
  assert.ok(wrong(set).length <= 2 * full, `${wrong(set).length} wrong, ${full} with a full last line`);
});

test("a line that ends with “the” ends no paragraph, however short it is", () => {
  const set = setText({ indent: 1.5, justified: true }, 3);
  const cut = set.map((lines, i) => (i === 20 ? ["Carried by the", "Harbour remained so always.", ...lines] : lines));
  const [lines] = readPlain(cut.flat().join("\n")).sections;
  const starts = parseParagraphs(lines!, learnHabits([lines!])).map(([first]) => first!.letters.text);
  assert.ok(starts.includes("Carried by the"));
  assert.ok(!starts.includes("Harbour remained so always."));
});

test("the widths of a face are learned from full lines", () => {
  const scale = (letter: string): number => ("aeiou".includes(letter) ? 1.25 : 0.9);
  const set = setText({ indent: 0, justified: true, scale }, 5, 120);
  const [lines] = readPlain(set.flat().join("\n")).sections;
  const { face } = learnFullness([lines!]);
  const ratio = (letter: string): number => face[letter.charCodeAt(0)]! / timesWidth(letter);
  const grown = (ratio("e") + ratio("a") + ratio("o")) / 3 / ((ratio("t") + ratio("n") + ratio("r")) / 3);
  assert.ok(Math.abs(grown - 1.25 / 0.9) < 0.12, `vowels are ${grown.toFixed(2)} times as wide against consonants`);
});

test("a line the next word would have fit on is a last line, a full one is not", () => {
  const set = setText({ indent: 1.5, justified: true }, 13);
  const [lines] = readPlain(set.flat().join("\n")).sections;
  const fullness = learnFullness([lines!]);
  const shapes = shapesOf(lines!, fullness);
  const roles = (i: number) => rolesOf(shapes[i]!, fullness.measures[0]!, { indent: 1.5, flush: 0.12 }, fullness);
  const last = lines!.findIndex(({ letters }) => letters.text.endsWith(".") && timesWidth(letters.text) < MEASURE / 2);
  const full = lines!.findIndex(({ letters: { text } }, i) => i > 1 && /[a-z]$/.test(text));
  assert.ok(roles(last).last > roles(last).inside + 3);
  assert.ok(roles(full).inside > roles(full).last + 1);
});

test("a blank line on a page says that its other paragraphs have one before them too", () => {
  const set = setText({ indent: 0, justified: false }, 17, 60);
  const pages = [set.slice(0, 30), set.slice(30)].map((paragraphs, page) =>
    paragraphs.map((lines) => lines.join("\n")).join(page === 0 ? "\n\n" : "\n"),
  );
  const lines = readPlain(pages.join("\f")).sections.flat();
  const found = parseParagraphs(lines, learnHabits([lines])).map((each) =>
    each.map((line) => line.letters.text).join("\n"),
  );
  assert.deepEqual(
    found.slice(0, 29),
    set.slice(0, 29).map((each) => each.join("\n")),
  );
});

test("words in a narrower face do not end a paragraph that goes on after them", () => {
  const set = setText({ indent: 1.5, justified: true }, 31, 60);
  const narrow = setText({ indent: 1.5, justified: true, scale: () => 0.85 }, 37, 60);
  const changed = set.map((lines, i) =>
    i % 4 === 2 ? [...lines.slice(0, 2), ...narrow[i]!.slice(1, 9), ...lines.slice(2)] : lines,
  );
  const starts = new Set(changed.map(([first]) => first));
  const [lines] = readPlain(changed.flat().join("\n")).sections;
  const found = parseParagraphs(lines!, learnHabits([lines!])).map(([first]) => first!.letters.text);
  const torn = found.filter((first) => !starts.has(first));
  assert.ok(torn.length <= 6, torn.join("\n"));
});

test("where a line is a paragraph, one that stops within a clause goes on with a name on the next page", () => {
  const prose = (from: number): string => setText({ indent: 0, justified: false }, from, 1)[0]!.join(" ");
  const page = (from: number): string => Array.from({ length: 4 }, (_, i) => prose(from + i)).join("\n");
  const torn = `${prose(90)} Until that winter only a few`;
  const rest = `Harbour lamps had been lit, and ${prose(91).toLowerCase()}`;
  const lines = readPlain(`${page(1)}\n${torn}\f${rest}\n${page(50)}`).sections.flat();
  const found = parseParagraphs(lines, learnHabits([lines])).map((each) => each.length);
  assert.deepEqual(found, [1, 1, 1, 1, 2, 1, 1, 1, 1]);
});

test("where a line is a paragraph, a page that begins in lower case goes on with the one before, whatever stop it has", () => {
  const prose = (from: number): string => setText({ indent: 0, justified: false }, from, 1)[0]!.join(" ");
  const page = (from: number): string => Array.from({ length: 4 }, (_, i) => prose(from + i)).join("\n");
  const lengths = (rest: string): number[] => {
    const lines = readPlain(`${page(1)}\f${rest}\n${page(50)}`).sections.flat();
    return parseParagraphs(lines, learnHabits([lines])).map((each) => each.length);
  };
  assert.deepEqual(lengths(`lamps, ${prose(91)}`), [1, 1, 1, 2, 1, 1, 1, 1]);
  assert.deepEqual(lengths(`Lamps, ${prose(91)}`), [1, 1, 1, 1, 1, 1, 1, 1, 1]);
});
