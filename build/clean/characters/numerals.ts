// Roman numerals read with small letters: Ill for III, lV for IV. The one idea: a numeral is known by its neighbours, the
// one before and the one behind in a series of headings or items, or by the word it counts (Chapter, a king's name).

import type { Letters, Patch } from "../flow.ts";
import type { Sense } from "./rule.ts";

const RULE = "letters/numerals";

/** What may be a numeral with strokes that were read as l, 1 or |. */
const READ = "(?<![\\p{L}\\p{N}’'-])(?=[1l|]*[IVXl])[IVXl1|]{2,6}(?![\\p{L}\\p{N}’'|]|-\\p{L})";
const ANYWHERE = new RegExp(READ, "gu");
const ALONE = new RegExp(`^(${READ}|[IVX]+)(?:[.:)]|\\s*$|(?=\\s+[“‘"']?\\p{Lu}))`, "u");
const COUNTED =
  /(?:^|[^\p{L}])(Chapters?|Ch\.|Chap\.|Part|Parts|Section|Sect\.|Sec\.|Book|Vol\.|Volume|Act|Appendix|Article|No\.|chapters?|chap\.|part|section|vol\.|volume|tome) $/u;
/** The word before a numeral that was read rightly: more of the kind are counted by it. */
const RIGHT = /(\p{Lu}\p{Ll}{3,} )(?:II|III|IV|VI|VII|VIII|IX)(?![\p{L}\p{N}’'-])/gu;
const NAMED = /\p{Lu}\p{Ll}{3,} $/u;
const PERHAPS = /(?<![A-Za-z])(?=[IVX]*[l1|])[IVXl|][IVXl1|]{1,5}(?![A-Za-z0-9])/;

/** The pieces with their numerals mended. */
export function misreadNumerals(all: readonly Letters[], sense: Sense): readonly Letters[] {
  if (!all.some(({ text }) => PERHAPS.test(text))) return all;
  const counted = new Set(all.flatMap(({ text }) => [...text.matchAll(RIGHT)].map((found) => found[1]!)));
  const series = all.map(({ text }) => numberOf(text));
  return all.map((letters, i) => {
    const { text } = letters;
    if (!PERHAPS.test(text)) return letters;
    const patches = [...text.matchAll(ANYWHERE)].flatMap(({ 0: printed, index }): Patch[] => {
      const after = printed.replace(/[l1|]/gu, "I");
      if (after === printed || numeralOf(after) === null) return [];
      const before = text.slice(Math.max(0, index - 24), index);
      const kind = COUNTED.test(before) || counted.has(NAMED.exec(before)?.[0] ?? "");
      const proven = kind || isPlain(printed) || (index === 0 && isNext(series, i));
      return proven ? [{ start: index, end: index + printed.length, after, rule: RULE, confidence: 0.9 }] : [];
    });
    return letters.patch(patches, sense.desk.journal);
  });
}

/** No word and no abbreviation looks so: capitals of a numeral on both sides, or V and X behind a small letter. */
function isPlain(printed: string): boolean {
  return /^[IVX]+l+[IVX]+$/u.test(printed) || /^[Il]*l[VX]I*$/u.test(printed) || /^[VX][IVX]+l$/u.test(printed);
}

/** The number a piece begins with, however it was read; null where it begins with none. */
function numberOf(text: string): number | null {
  const printed = ALONE.exec(text)?.[1];
  if (printed === undefined || (printed === "I" && !/^I(?:[.:)]|\s*$)/u.test(text))) return null;
  return numeralOf(printed.replace(/[l1|]/gu, "I"));
}

/** Whether the numbers that pieces before and behind begin with are its neighbours; of an only second, the third is enough. */
function isNext(series: readonly (number | null)[], i: number): boolean {
  const own = series[i];
  if (own === null || own === undefined) return false;
  let before = i - 1;
  while (before >= 0 && series[before] === null) before -= 1;
  let behind = i + 1;
  while (behind < series.length && series[behind] === null) behind += 1;
  return series[behind] === own + 1 && (series[before] === own - 1 || (own === 2 && series[before] !== own));
}

const NUMERAL = /^(X{0,3})(IX|IV|V?I{0,3})$/u;

/** The value of a numeral up to 39; null for what is none. */
function numeralOf(numeral: string): number | null {
  const found = NUMERAL.exec(numeral);
  if (!found || numeral === "") return null;
  const ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].indexOf(found[2]!);
  return 10 * found[1]!.length + ones;
}
