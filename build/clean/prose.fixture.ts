// For tests: prose of random words, set as a printer would have set it.

import { timesWidth } from "./face.ts";

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

export interface Way {
  readonly indent: number;
  /** Justified lines are as near to the measure as words and halves of words allow; others keep below it. */
  readonly justified: boolean;
  readonly scale?: (letter: string) => number;
}

export const MEASURE = 28;

export function widthBy(text: string, scale: (letter: string) => number): number {
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

export function setText(way: Way, seed: number, count = 60): string[][] {
  const draws = chance(seed);
  return Array.from({ length: count }, () =>
    setLines(proseOf(60 + Math.floor(120 * (draws.next().value as number)), draws), way),
  );
}
