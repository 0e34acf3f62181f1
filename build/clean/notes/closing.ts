// Takes the zones of notes at the very end of a text; says whether a numbered list there holds its notes. The one idea:
// recognition leaves signs where a list of another kind has none: behind the words that called the notes, and, in what a
// browser printed, behind each note, where its arrow back stood.

import type { ZoneLine } from "./zones.ts";

/** Notes that can be told from a short list. */
const LEAST = 3;

/** Signs that end no word and no sentence, glued to one. */
const LEFT_BEHIND =
  /(?<=[\p{L}.,;!?”’])(?:[*°º®©™#^~<>|$€£¥§»&+=%]{1,2}|(?<=[.!?][”’])[”’"'‘“]|[!*°®©][°®©*!])(?=[\s.,;)]|$)/gu;

/** What recognition makes of an arrow behind a note's last stop. */
const ARROW = /(?<=[.!?)”’]) ?[©®°@&#<>«»€¢¥2-9]{1,2}$/u;

/** Indices of the lines of the closing list if it holds notes: from where on all lines are notes, numbered from 1. */
export function closingNotes(lines: readonly ZoneLine[], note: readonly boolean[]): ReadonlySet<ZoneLine> {
  let from = lines.length;
  while (from > 0 && note[from - 1]) from -= 1;
  const closing = lines.slice(from);
  const numbered = closing.filter(({ marker }) => marker?.form === "dotted" || marker?.form === "plain");
  if (numbered.length < LEAST || from === 0 || !numbered.every(({ marker }, i) => marker!.value === i + 1))
    return new Set();
  const called = lines.slice(0, from).reduce((sum, { text }) => sum + (text.match(LEFT_BEHIND)?.length ?? 0), 0);
  const signs = Math.min(called, numbered.length) + arrows(closing);
  return signs * 2 >= numbered.length ? new Set(closing) : new Set();
}

/** How many notes of a list end in what was an arrow. */
function arrows(lines: readonly ZoneLine[]): number {
  return lines.filter(
    ({ text }, i) => ARROW.test(text) && (lines[i + 1] === undefined || lines[i + 1]!.marker !== null),
  ).length;
}

/** Of notes' last lines: whether so many end in a sign that it was an arrow in all. */
export function endInArrows(last: readonly string[]): boolean {
  const ended = last.filter((text) => ARROW.test(text)).length;
  return ended >= LEAST && ended * 3 >= last.length;
}

/** Where a misread arrow begins at a line's end; -1 without one. */
export function arrowAt(text: string): number {
  return text.search(ARROW);
}
