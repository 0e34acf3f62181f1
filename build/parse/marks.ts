// Note series and their printed marks: 1 2 3 for the author's notes, a b c for the editor's, * † ‡ for the translator's.

import type { NoteSeries } from "../book.ts";
import { never } from "../diagnostic.ts";

export function seriesOf(label: string): NoteSeries {
  if (label.startsWith("ed-")) return "editor";
  return label.startsWith("tr-") ? "translator" : "author";
}

/** The mark of the `count`th note of a series in its chapter; `count` from 1. */
export function printedMark(by: NoteSeries, count: number): string {
  switch (by) {
    case "author":
      return String(count);
    case "editor":
      return letters(count);
    case "translator":
      return symbols(count);
    default:
      return never(by);
  }
}

/** a … z, aa, ab … */
function letters(count: number): string {
  const last = String.fromCharCode(97 + ((count - 1) % 26));
  return count > 26 ? letters(Math.floor((count - 1) / 26)) + last : last;
}

const SYMBOLS = ["*", "†", "‡", "§", "‖", "¶"];

/** * † ‡ § ‖ ¶, then each doubled, trebled … */
function symbols(count: number): string {
  const symbol = SYMBOLS[(count - 1) % SYMBOLS.length]!;
  return symbol.repeat(Math.floor((count - 1) / SYMBOLS.length) + 1);
}
