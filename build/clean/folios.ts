// From a line's text to the folio or the running head it may be. The one idea: what a line looks like is told here, and what
// it is where all pages are seen together (furniture.ts).

import type { Folio } from "./flow.ts";

/** Letters of a head, at most. */
export const LONGEST = 90;
const ROMAN = /^(?=[ivxlcdm])m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})$/i;
const ROMAN_VALUE: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };

export function romanValue(text: string): number | null {
  if (!ROMAN.test(text)) return null;
  let sum = 0;
  let before = 0;
  for (const letter of [...text.toLowerCase()].reverse()) {
    const value = ROMAN_VALUE[letter]!;
    sum += value < before ? -value : value;
    before = Math.max(before, value);
  }
  return sum;
}

export function asFolio(text: string): Folio | null {
  if (/^\d{1,4}$/.test(text)) return { value: Number(text), style: "arabic" };
  const value = /^[ivxlc]{1,7}$/.test(text) || /^[IVXLC]{1,7}$/.test(text) ? romanValue(text) : null;
  return value === null ? null : { value, style: "roman" };
}

/** A number alone on its line, with whatever printers put around it: "12", "— 12 —", "[12]", "| 12", "Page 12". */
export function loneFolio(text: string): Folio | null {
  const match =
    /^(?:page\s+)?[-–—[(|•·*~\s]*([\divxlcIVXLC]{1,7})[-–—\])|•·*~\s]*$/i.exec(text) ??
    /^(?:page\s+)?(\d{1,4})\s?(?:\/|of)\s?\d{1,4}$/i.exec(text);
  return match ? asFolio(match[1]!) : null;
}

export interface Head {
  readonly words: string;
  readonly folio: Folio;
}

/** Words with a number at the left or right edge. */
export function headWithFolio(text: string): Head | null {
  // "36. Example, The Long Winter, 446." is a note
  if (text.length > LONGEST || /^\d{1,4}\s?[.)–-]\s.*[,:]\s\d[\d–-]*\.?$/u.test(text)) return null;
  const left = /^[[(|]?(\d{1,4}|[ivxlc]{1,7})[\])|.,]?\s+[|•·–—-]?\s*(\S.*)$/.exec(text);
  if (left) {
    const folio = asFolio(left[1]!);
    if (folio && isHeadWords(left[2]!)) return { words: left[2]!.trim(), folio };
  }
  const right = /^(\S.*?)\s*[|•·–—-]?\s+[[(|]?(\d{1,4}|[ivxlc]{1,7})[\])|.,]?$/.exec(text);
  if (right) {
    const folio = asFolio(right[2]!);
    if (folio && isHeadWords(right[1]!)) return { words: right[1]!.trim(), folio };
  }
  return null;
}

/** A citation, whole or up to its number: it comes again in notes, not over pages. */
const CITES =
  /^\W*(?:ibid|idem|id\.|op\. ?cit|loc\. ?cit)|(?:[\p{L})\d]\spp?|[.,;:)]\s(?:pp?|vols?|nos?))\.?(?:\s?\d[\d–-]*\.?)?$/iu;

export function isHeadWords(words: string): boolean {
  if (CITES.test(words.trim())) return false;
  return /^[^\p{L}]*[\p{Lu}\d]/u.test(words) && (words.match(/\p{L}/gu)?.length ?? 0) >= 3;
}

/** Letters only: what is the same in two printings of a head. */
export function headKey(words: string): string {
  return words.toLowerCase().replace(/[^\p{L}]/gu, "");
}
