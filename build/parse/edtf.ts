// A date of the Extended Date/Time Format → its first and last possible day and how it is printed.

import readEdtf from "edtf";
import type { EdtfDate } from "../book.ts";
import { error, type Result } from "../diagnostic.ts";
import type { Span } from "../text.ts";

const DAY = 86_400_000;
const MONTHS = "January February March April May June July August September October November December".split(" ");
const SEASONS = ["spring", "summer", "autumn", "winter"];
/** Days far outside any book stand for the open end of an interval. */
const OPEN_START = -4_000_000;
const OPEN_END = 4_000_000;

/** Reads levels 0 and 1 of EDTF (ISO 8601-2:2019, annex A). */
export function parseEdtf(written: string, span: Span): Result<EdtfDate | null> {
  const text = written.trim();
  const found = read(text);
  if (!found) {
    const ends = text.split("/");
    if (ends.length === 2 && ends.every((end) => read(end) !== null)) {
      return {
        value: null,
        diagnostics: [error("date/order", `“${text}” ends before it begins`, span, "put the earlier date first")],
      };
    }
    const hint = "write 1917, 1917-02, 1917-02-23, 1917-10~ (about), 1917? (uncertain), 191X or 1918/1921";
    return { value: null, diagnostics: [error("date/invalid", `“${text}” is not an EDTF date`, span, hint)] };
  }
  const value: EdtfDate = {
    edtf: text,
    first: Number.isFinite(found.min) ? Math.floor(found.min / DAY) : OPEN_START,
    last: Number.isFinite(found.max) ? Math.floor(found.max / DAY) : OPEN_END,
    text: printDate(text),
    machine: /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(text) && !/^\d{4}-(?:2\d)/.test(text) ? text : null,
    uncertain: /[?~%X]/.test(text),
  };
  return { value, diagnostics: [] };
}

/** The library throws on what is no date, and on an interval that ends before it begins. */
function read(text: string): { readonly min: number; readonly max: number } | null {
  try {
    return readEdtf(text);
  } catch {
    return null;
  }
}

function printDate(text: string): string {
  const [from, to] = text.split("/");
  if (to === undefined) return printOne(text);
  if (from === "" || from === "..") return `until ${printOne(to)}`;
  if (to === "" || to === "..") return `from ${printOne(from!)}`;
  return printInterval(from!, to);
}

/** The parts the ends share are said once: 23–27 February 1917, October–November 1917. */
function printInterval(from: string, to: string): string {
  const plain = /^\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?$/;
  const [a, b] = [printOne(from), printOne(to)];
  if (!plain.test(from) || !plain.test(to) || from.length !== to.length) return `${a} – ${b}`;
  const [aWords, bWords] = [a.split(" "), b.split(" ")];
  while (aWords.length > 1 && aWords.at(-1) === bWords.at(aWords.length - bWords.length - 1)) aWords.pop();
  const blank = aWords.length > 1 ? " " : "";
  return `${aWords.join(" ")}${blank}–${blank}${b}`;
}

function printOne(text: string): string {
  const doubt = /[?~%]/.exec(text)?.[0];
  const date = printPlain(text.replaceAll(/[?~%]/g, ""));
  if (doubt === "~" || doubt === "%") return `about ${date}${doubt === "%" ? " (?)" : ""}`;
  return doubt === "?" ? `${date} (?)` : date;
}

function printPlain(text: string): string {
  const [year = "", month, day] = text.replace(/^(-?)Y?/, "$1").split(/(?<=\d\d[\dX][\dX])-|(?<=-\d\d|-XX)-/);
  const yearWords = printYear(year);
  if (month === undefined || month === "XX") return yearWords;
  const number = Number(month);
  if (number > 12) return `${SEASONS[number - 21] ?? ""} ${yearWords}`.trim();
  const monthWords = `${MONTHS[number - 1]} ${yearWords}`;
  return day === undefined || day === "XX" ? monthWords : `${Number(day)} ${monthWords}`;
}

function printYear(year: string): string {
  if (/^\d\dXX$/.test(year)) return `${year.slice(0, 2)}00s`;
  if (/^\d\d\dX$/.test(year)) return `${year.slice(0, 3)}0s`;
  if (year.startsWith("-")) return `${1 + Number(year.slice(1))} BC`;
  return String(Number(year));
}
