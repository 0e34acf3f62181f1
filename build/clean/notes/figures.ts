// From a line of text to the numbers in it that could be note calls. The one idea: a call leans on the word or the
// stop before it and counts nothing; a number that counts, dates or names a page stands in company.

import { RAISED, raisedText, readNumber } from "./markers.ts";

/**
 * A figure behind a letter, a stop or a closing mark, glued to it or parted by one blank; group 1 is the figure.
 * Behind a stop within a number ("3.5", "1,000"), or before one, it is no call.
 */
const FIGURE = /(?<=[\p{L}.,;:!?…”’"')\]*_])[ \u00a0]?([0-9]{1,3})(?![0-9\p{L}]|[.,][0-9]|[-–/][0-9]| ?%)/gu;

/** Words behind which a number counts or names a place. */
export const COUNTING =
  /(?:\b(?:p|pp|vol|vols|no|nos|ch|chap|fig|art|sec|sect|section|chapter|part|book|volume|page|pages|note|notes|number|line|lines|table|plate|act|scene|verse|c|ca|about|only|than|of|to|in|and|or|by|from|with|over|under|nearly|some|all|these|those|the|at|on|for|between|until|till|since|age|aged|was|were|is|are|had|has|have|another|last|first|next|past|than|after|before|within|every|least|most|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|[$£€№#§]|\bNo\.)[ \u00a0]$/iu;

/** Every call is raised, or leans on something. */
const ANY_FIGURE = /[⁰¹²³⁴⁵⁶⁷⁸⁹]|[^0-9][0-9]/;
const ALL_RAISED = new RegExp(RAISED.source, "gu");

/** The numbers that may be calls in `text` from offset `from` on. */
export function callNumbers(text: string, from: number): number[] {
  const found: number[] = [];
  if (!ANY_FIGURE.test(text)) return found;
  const rest = text.slice(from);
  for (const match of rest.matchAll(ALL_RAISED)) {
    const value = readNumber(raisedText(match));
    if (value !== null) found.push(value);
  }
  for (const match of rest.matchAll(/\[\^?([0-9]{1,4})\](?!\()/gu)) found.push(Number(match[1]));
  for (const match of rest.matchAll(FIGURE)) {
    const at = match.index + match[0].length - match[1]!.length;
    if (!COUNTING.test(rest.slice(Math.max(0, at - 16), at))) found.push(Number(match[1]));
  }
  return found;
}

const SIGN_CALL =
  /(?<=[\p{L}\p{N}.,;:!?…”’"')\]\uFDD1\uFDD3])[ \u00a0]?([*∗†‡§¶‖∥]{1,3})(?=[\s.,;:)”’"—\uFDD0-\uFDEF]|$)/gu;

/** The signs that may be calls in `text` from offset `from` on. */
export function callSigns(text: string, from: number): string[] {
  if (!/[*∗†‡§¶‖∥]/u.test(text)) return [];
  return [...text.slice(from).matchAll(SIGN_CALL)].map((match) => match[1]!);
}

const LETTER_CALL = /(?<=[.,;:!?…”’"')\]])[a-z](?=[\s—]|$)/gu;

/** Single letters glued to a stop or a closing mark: hardly anything but calls of a second series. */
export function callLetters(text: string): string[] {
  return [...text.matchAll(LETTER_CALL)].map(([letter]) => letter);
}

const STRONG = /(?<=[.!?…]["”’')\]]|["”’]|\p{Ll}[.!?])[ \u00a0]?[0-9]{1,3}(?=\s|$)/gu;

const GLUED = /(?<=[.,;!?…]["”’')\]]?|["”’)])[0-9]{1,3}(?=[\s—]|$)/gu;

/** The numbers glued to the stop or quotation mark before them, from offset `from` on: within a note they are rare. */
export function gluedCalls(text: string, from: number): number[] {
  if (!/[0-9]/u.test(text)) return [];
  return [...text.matchAll(GLUED)]
    .filter(({ index }) => index >= from && !COUNTING.test(`${text.slice(Math.max(0, index - 16), index)} `))
    .map(([figure]) => Number(figure));
}

/** How many figures in `text` stand where hardly anything but a call stands: behind the stop or quote that ends a sentence. */
export function countStrongCalls(text: string): number {
  return ANY_FIGURE.test(text) ? [...text.matchAll(STRONG)].length : 0;
}
