import assert from "node:assert/strict";
import { test } from "node:test";
import { timesWidth } from "./face.ts";
import { learnFullness, rolesOf, shapesOf } from "./fullness.ts";
import { learnHabits, parseParagraphs } from "./paragraphs.ts";
import { readPlain } from "./read.ts";

const WORDS = (
  "water wheel garden stone of the in and with road bread winter letter hands morning under over small " +
  "harbour because people window river market town field summer evening never always carried written " +
  "houses children between streets remember sometimes a to by grain lamp coat letters shore"
).split(" ");

/** These never end a sentence. */
const LEADING = new Set("of the in and with under over because between to by a".split(" "));

/** Numbers that look like chance and are the same in every run. */
function* chance(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

/** A paragraph of sentences, about so many words long. */
function proseOf(words: number, draws: Generator<number>): string {
  const draw = (): number => draws.next().value as number;
  const parts: string[] = [];
  let left = 0;
  for (let i = 0; i < words; i += 1) {
    let word = WORDS[Math.floor(draw() * WORDS.length)]!;
    const ends = left === 1 || i === words - 1;
    if (ends && LEADING.has(word)) word = "grain";
    parts.push(left === 0 ? word[0]!.toUpperCase() + word.slice(1) : word);
    if (left === 0) left = 6 + Math.floor(draw() * 12);
    left -= 1;
    if (ends) parts[parts.length - 1] += ".";
  }
  return parts.join(" ");
}

interface Way {
  readonly indent: number;
  /** Justified lines are as near to the measure as words and halves of words allow; others keep below it. */
  readonly justified: boolean;
  readonly scale?: (letter: string) => number;
}

const MEASURE = 28;

function widthBy(text: string, scale: (letter: string) => number): number {
  let sum = 0;
  for (const letter of text) sum += timesWidth(letter) * scale(letter);
  return sum;
}

/** Where a line may end inside or behind a word: what stays and what goes over. */
function partings(word: string): (readonly [string, string])[] {
  const middle = Math.floor(word.length / 2);
  const halves = [`${word.slice(0, middle)}-`, word.slice(middle)] as const;
  return /^\p{L}{6,}$/u.test(word)
    ? [["", word], halves, [word, ""]]
    : [
        ["", word],
        [word, ""],
      ];
}

/** Lines of a paragraph set to the measure, the first one shorter by the indent. */
function setLines(prose: string, { indent, justified, scale = () => 1 }: Way): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of prose.split(" ")) {
    const room = MEASURE - (lines.length === 0 ? indent : 0);
    const ways = (justified ? partings(word) : partings(word).filter(([half]) => !half.endsWith("-"))).map(
      ([stays, goes]) => ({ line: [line, stays].join(" ").trim(), goes }),
    );
    const lacks = ways.map((way) => room - widthBy(way.line, scale));
    if (lacks.at(-1)! >= 0) {
      line = ways.at(-1)!.line;
      continue;
    }
    const best = justified ? lacks.map(Math.abs) : lacks.map((lack) => (lack < 0 ? 99 : lack));
    const way = ways[best.indexOf(Math.min(...best))]!;
    lines.push(way.line);
    line = way.goes;
  }
  return line === "" ? lines : [...lines, line];
}

function setText(way: Way, seed: number, count = 60): string[][] {
  const draws = chance(seed);
  return Array.from({ length: count }, () =>
    setLines(proseOf(60 + Math.floor(120 * (draws.next().value as number)), draws), way),
  );
}

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
  const roles = (i: number) => rolesOf(shapes[i]!, fullness.measures[0]!, 1.5, fullness);
  const last = lines!.findIndex(({ letters }) => letters.text.endsWith(".") && timesWidth(letters.text) < MEASURE / 2);
  const full = lines!.findIndex(({ letters: { text } }, i) => i > 1 && /[a-z]$/.test(text));
  assert.ok(roles(last).last > roles(last).inside + 3);
  assert.ok(roles(full).inside > roles(full).last + 1);
});
