// Takes paragraphs; gives them with the titles parted that ran together with the text around them. The one idea: a number
// proves nothing, but a short line behind a full sentence whose number counts on with other such lines, or whose words are
// a running head's, is a title wherever it stands.

import type { SourceLine } from "./flow.ts";
import { headKey } from "./folios.ts";
import { isByline, type Numbering, numberingOf } from "./headings.ts";
import { endsInHyphen, endsSentence, startsLower } from "./joins.ts";

export interface TitleSense {
  /** Keys (`headKey`) of running heads and of the contents list. */
  readonly known: ReadonlySet<string>;
  readonly measure: number;
  /** Whether a line of the source is a paragraph. */
  readonly unwrapped: boolean;
}

interface Found {
  readonly line: SourceLine;
  readonly place: number;
  readonly numbering: Numbering;
  readonly inside: boolean;
}

const LONGEST = 90;
/** Part of the measure that a line may fill and still have been ended by its author. */
const SHORT = 0.8;
/** Letters of a title that no sentence holds by chance. */
const LONG_KEY = 8;
/** Lines that stand between two titles of one series, at least: what is nearer is a list. */
const APART = 8;

export function splitTitles(
  paragraphs: readonly (readonly SourceLine[])[],
  sense: TitleSense,
): readonly (readonly SourceLine[])[] {
  if (sense.unwrapped) return paragraphs;
  const titles = new Set<SourceLine>();
  const found: Found[] = [];
  let place = 0;
  for (const lines of paragraphs) {
    lines.forEach((line, i) => {
      const text = line.letters.text;
      place += 1;
      if (standsUnderTitle(lines, i, sense)) titles.add(line);
      const known = lines.length > 1 && isKnown(text, sense.known);
      if (!mayBeTitle(lines, i, known, sense)) return;
      if (known) titles.add(line);
      const numbering = numberingOf(text);
      if (numbering !== null) found.push({ line, place, numbering, inside: lines.length > 1 });
    });
  }
  for (const each of found) if (each.inside && countsOn(each, found)) titles.add(each.line);
  return titles.size === 0 ? paragraphs : paragraphs.flatMap((lines) => cutAt(lines, titles));
}

function mayBeTitle(lines: readonly SourceLine[], i: number, known: boolean, { measure }: TitleSense): boolean {
  const line = lines[i]!;
  const text = line.letters.text;
  const before = lines[i - 1];
  const after = lines[i + 1];
  if (text.length > LONGEST || line.width > measure * SHORT || line.block !== null) return false;
  if (endsInHyphen(text) || /[,;:—–]$/.test(text)) return false;
  if (before && !endsSentence(before.letters.text)) return false;
  return known || after === undefined || !startsLower(after.letters.text);
}

/** The author's name under a title, which no stop parts from it. */
function standsUnderTitle(lines: readonly SourceLine[], i: number, { measure }: TitleSense): boolean {
  if (i === 0 || i > 2 || !isByline(lines[i]!.letters.text)) return false;
  return lines.slice(0, i).every(({ letters, width }) => width <= measure * SHORT && !/[.,;:–—-]$/.test(letters.text));
}

function isKnown(text: string, known: ReadonlySet<string>): boolean {
  const key = headKey(text);
  return key.length >= LONG_KEY && known.has(key) && /^[^\p{Ll}]*\p{Lu}/u.test(text);
}

/** Letters and figures open lists and notes as well: more of them are asked for. */
const LEAST: Readonly<Record<Numbering["form"], number>> = {
  chapter: 2,
  appendix: 2,
  roman: 2,
  letter: 3,
  arabic: 3,
  "lone-roman": 3,
  "lone-arabic": Infinity,
};

function countsOn({ line, place, numbering: { form, value } }: Found, all: readonly Found[]): boolean {
  if (form !== "chapter" && form !== "appendix" && !/^lone/.test(form) && endsSentence(line.letters.text)) return false;
  const same = all.filter((each) => each.numbering.form === form);
  if (new Set(same.map((each) => each.numbering.value)).size < LEAST[form]) return false;
  if (same.some((each) => each.place !== place && Math.abs(each.place - place) < APART)) return false;
  return same.some((each) => Math.abs(each.numbering.value - value) === 1);
}

function cutAt(lines: readonly SourceLine[], titles: ReadonlySet<SourceLine>): (readonly SourceLine[])[] {
  const parts: SourceLine[][] = [[]];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before && (titles.has(line) || titles.has(before))) parts.push([]);
    parts.at(-1)!.push(line);
  });
  return parts;
}
