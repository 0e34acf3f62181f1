// What figures say of a candidate and a body: the body's own number, one that lost a figure or had one misread, another.

import type { Candidate } from "./candidates.ts";
import { isLettered, type Wanted } from "./wanted.ts";

/** A figure that hardly can be anything but a call. */
export function isSure({ form, prior, printed }: Candidate): boolean {
  if (form === "noise") return false;
  return (
    form === "markup" || form === "bracket" || (/^[0-9]+$/u.test(printed) && prior >= (form === "glued" ? 3 : 0.5))
  );
}

export function isReadable({ note, value }: Wanted): boolean {
  return value !== null && /^[0-9]+$/u.test(note.marker.text);
}

/** Two figures, both readable, and not the same. */
export function isContrary(note: Wanted, { value, printed }: Candidate): boolean {
  return value !== null && /^[0-9]+$/u.test(printed) && isReadable(note) && value !== note.value;
}

/** What may as well be the mark it looks like. */
export function isPunctuation({ form, printed }: Candidate): boolean {
  return (form === "noise" || form === "quote") && /^[?!.“”‘’"']+$/u.test(printed);
}

/** What can be nothing but a figure misread. */
export function isJunk(candidate: Candidate): boolean {
  return candidate.form === "symbol" || (candidate.form === "noise" && !isPunctuation(candidate));
}

/** What the figures say: the body's own, one that lost a figure or had one misread, another. */
export function valueOdds(note: Wanted, candidate: Candidate, misread: boolean): number {
  if (isLettered(note.note) !== (candidate.form === "letter")) {
    return candidate.form === "letter" || candidate.value !== null ? -6 : -1;
  }
  if (candidate.form === "letter") return note.note.marker.text === candidate.printed ? 4 : -4;
  if (note.value !== null && candidate.value !== null) {
    if (note.value === candidate.value) return note.value > 9 ? 5 : 4;
    const wanted = String(note.value);
    const printed = String(candidate.value);
    // what markup raises was written by somebody who could read it
    if (candidate.form === "markup" || candidate.form === "bracket")
      return /^[0-9]+$/u.test(note.note.marker.text) ? -20 : -4;
    const soft = candidate.form === "noise" || /[^0-9]/u.test(candidate.printed);
    if (wanted.length > printed.length && (wanted.startsWith(printed) || wanted.endsWith(printed)))
      return soft ? 1 : -1;
    if (wanted.length === printed.length && wanted.length > 1 && oneOff(wanted, printed)) return soft ? 0.5 : -1.5;
    return soft || (misread && wanted.length + printed.length === 2) ? -2 : -6;
  }
  if (
    note.value === null &&
    candidate.value !== null &&
    note.expected !== null &&
    /^[0-9]+$/u.test(candidate.printed)
  ) {
    const off = Math.abs(note.expected - candidate.value);
    if (off > 10 && note.misread && lostFigures(note.expected, candidate.printed)) return 0.5;
    return off <= 4 ? 2 : off <= 10 ? -1 : -5;
  }
  if (note.value !== null && candidate.form === "symbol" && !note.misread) return -4;
  if (note.symbol !== null && candidate.form === "symbol") {
    return note.symbol === candidate.printed ? 3 : -3;
  }
  if (note.value !== null && candidate.form === "noise" && /[0-9]/u.test(candidate.printed))
    return figuresLeft(String(note.value), candidate.printed);
  return 0;
}

/** Figures among the signs: each in its place where there are as many signs as figures. */
function figuresLeft(digits: string, printed: string): number {
  if (digits.length !== printed.length) return digits.includes(printed.replace(/[^0-9]/gu, "")) ? 1.5 : -1;
  let odds = 0;
  for (let i = 0; i < printed.length; i += 1) {
    if (/[0-9]/u.test(printed[i]!)) odds += printed[i] === digits[i] ? 1.5 : -1;
  }
  return odds;
}

/** Whether figures may be what is left of a number near the expected one. */
function lostFigures(expected: number, printed: string): boolean {
  return [-1, 0, 1].some((off) => {
    const digits = String(expected + off);
    return digits.length > printed.length && (digits.startsWith(printed) || digits.endsWith(printed));
  });
}

function oneOff(a: string, b: string): boolean {
  let off = 0;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) off += 1;
  return off === 1;
}
