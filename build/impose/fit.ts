// Takes a theme, the number of pages a signature has, and a way to count the pages a theme makes; gives the theme that ends
// the zine on whole signatures with the least visible change, and what it changed. Setting a book is dear, so a rough
// model (pages go with leading, size and measure) says which changes are worth trying, and only those are set.

import type { TextSize, Theme } from "../page.ts";
import { POINTS_PER_MM } from "./paper.ts";

export interface Fit {
  readonly theme: Theme;
  readonly pages: number;
  /** Before anything was changed. */
  readonly pagesBefore: number;
  /** The number aimed at: `pages`, or up to one more. Null: no small change reaches one. */
  readonly target: number | null;
  /** "leading 13.5 → 13.14 pt" */
  readonly changes: readonly string[];
}

/** A change and how much an eye sees of it, in per cent of a change of leading. */
interface Change {
  readonly lines: number;
  readonly note: number;
  /** Points taken from each side margin. */
  readonly margin: number;
  readonly size: number;
}

const NONE: Change = { lines: 0, note: 0, margin: 0, size: 0 };
const LINES = [0, 1, -1, 2, -2];
const NOTES = [0, -0.25, 0.25];
const MARGINS = [0, 1 * POINTS_PER_MM, -1 * POINTS_PER_MM, 2 * POINTS_PER_MM, -2 * POINTS_PER_MM];
const SIZES = [0, -0.25, 0.25];
/** Settings of the whole book that a search may cost. */
const MOST_TRIES = 10;
/** Leading below this part of the size looks crammed. */
const LEAST_LEADING = 1.14;
const MOST_LEADING = 1.45;

export function fitToSignature(theme: Theme, multiple: number, paginate: (theme: Theme) => number): Fit {
  const pagesBefore = paginate(theme);
  const same: Fit = { theme, pages: pagesBefore, pagesBefore, target: null, changes: [] };
  if (reaches(pagesBefore, multiple) !== null) return { ...same, target: reaches(pagesBefore, multiple) };
  let tries = 0;
  let drift = 1;
  const tried = new Set<Change>();
  const all = changes(theme);
  while (tries < MOST_TRIES) {
    const next = all
      .filter((change) => !tried.has(change))
      .map((change) => ({ change, guess: pagesBefore * (1 + (predicted(theme, change) - 1) * drift) }))
      .filter(({ guess }) => distance(guess, multiple) <= 1 + tries / 4)
      .sort((a, b) => visible(theme, a.change) - visible(theme, b.change))[0];
    if (!next) break;
    tried.add(next.change);
    tries += 1;
    const changed = applied(theme, next.change);
    const pages = paginate(changed);
    const target = reaches(pages, multiple);
    if (target !== null) return { theme: changed, pages, pagesBefore, target, changes: described(theme, changed) };
    const foreseen = predicted(theme, next.change) - 1;
    // What the book really does with such a change corrects the model for the next try.
    if (Math.abs(foreseen) > 0.005) drift = Math.min(2, Math.max(0.4, (pages / pagesBefore - 1) / foreseen));
  }
  return same;
}

/** Whole signatures, or one blank page short of them. */
function reaches(pages: number, multiple: number): number | null {
  const target = Math.ceil(pages / multiple) * multiple;
  return target - pages <= 1 ? target : null;
}

function distance(pages: number, multiple: number): number {
  const over = pages % multiple;
  return Math.min(over, Math.abs(multiple - over));
}

function changes(theme: Theme): Change[] {
  return LINES.flatMap((lines) =>
    NOTES.flatMap((note) =>
      MARGINS.flatMap((margin) => SIZES.map((size): Change => ({ ...NONE, lines, note, margin, size }))),
    ),
  ).filter((change) => {
    const { text, note, margins } = applied(theme, change);
    const ratio = text.leading / text.size;
    const airy = ratio >= LEAST_LEADING && (ratio <= MOST_LEADING || text.leading <= theme.text.leading);
    return airy && note.size >= 6 && Math.min(margins.inner, margins.outer) >= 7 * POINTS_PER_MM;
  });
}

const depthOf = ({ page, margins }: Theme): number => page.height - margins.top - margins.bottom;
const measureOf = ({ page, margins }: Theme): number => page.width - margins.inner - margins.outer;
const linesOf = (theme: Theme): number => Math.floor(depthOf(theme) / theme.text.leading + 1e-6);

/** Pages after a change as a part of those before: a page holds lines × characters of a line. */
function predicted(theme: Theme, change: Change): number {
  const next = applied(theme, change);
  const characters = (each: Theme) => (linesOf(each) * measureOf(each)) / each.text.size;
  const notes = 1 + 0.15 * (change.note / theme.note.size);
  return (characters(theme) / characters(next)) * notes;
}

function visible(theme: Theme, change: Change): number {
  const next = applied(theme, change);
  const leading = Math.abs(next.text.leading / theme.text.leading - 1) * 100;
  return (
    leading + Math.abs(change.note) * 2 + Math.abs(change.margin / POINTS_PER_MM) * 1.5 + Math.abs(change.size) * 14
  );
}

/** Leading follows from the number of lines, so that they fill the page as before. */
function applied(theme: Theme, { lines, note, margin, size }: Change): Theme {
  const count = linesOf(theme);
  const leading = lines === 0 ? theme.text.leading : round(depthOf(theme) / (count + lines));
  const grid = (each: TextSize): TextSize => ({
    size: each.size + size,
    leading: each.leading === theme.text.leading ? leading : each.leading,
  });
  return {
    ...theme,
    text: grid(theme.text),
    quote: grid(theme.quote),
    verse: grid(theme.verse),
    headings: theme.headings.map((heading) => ({
      ...heading,
      leading: heading.leading === theme.text.leading ? leading : heading.leading,
    })),
    note: { size: theme.note.size + note, leading: theme.note.leading + note },
    margins: { ...theme.margins, inner: theme.margins.inner - margin, outer: theme.margins.outer - margin },
  };
}

/** Down, so that the last line still fits. */
const round = (value: number): number => Math.floor(value * 1000) / 1000;

function described(before: Theme, after: Theme): string[] {
  const rows: [string, number, number][] = [
    ["leading", before.text.leading, after.text.leading],
    ["text size", before.text.size, after.text.size],
    ["note size", before.note.size, after.note.size],
    ["side margins", before.margins.outer, after.margins.outer],
  ];
  return rows
    .filter(([, from, to]) => Math.abs(from - to) > 1e-6)
    .map(([name, from, to]) => `${name} ${short(from)} → ${short(to)} pt`);
}

const short = (value: number): string => String(Number(value.toFixed(2)));
