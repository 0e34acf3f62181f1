// Takes lines as the source has them; gives pages without furniture, still in the source's order. A page is found by form
// feeds, by the columns of a side, or by the running heads and folios that stand between the lines.

import { splitColumns } from "./columns.ts";
import { type ContentsKeys, takeContents } from "./contents.ts";
import type { Folio, Journal, SourceLine } from "./flow.ts";
import { headKey } from "./folios.ts";
import { findFittings } from "./furniture.ts";
import type { PlainText } from "./read.ts";
import type { Fitting, Leaf } from "./repeats.ts";

/** A page, or the lines of two pages that an extraction mixed. */
export interface Sheet {
  readonly side: number;
  readonly lines: readonly SourceLine[];
  /** Folios found on it; two where two pages are mixed. */
  readonly folios: readonly Folio[];
  readonly head: string | null;
  /** Whether the lines are those of two pages in an order of the extraction's own. */
  readonly mixed: boolean;
}

/** The sheets, and the words of all running heads; `contents` learns what further contents lists name. */
export function findPages(
  text: PlainText,
  contents: ContentsKeys,
  journal: Journal,
): { readonly sheets: readonly Sheet[]; readonly heads: readonly string[] } {
  const leaves = splitColumns(text.sections).flatMap((columns, side) => {
    // a list beside another page is seen only now
    const read = columns.length > 1 ? columns.map((lines) => takeContents([lines], contents, journal)[0]!) : columns;
    return read.filter((lines) => lines.length > 0 || columns.length === 1).map((lines) => ({ side, lines }));
  });
  const { of: fittings, paired } = findFittings(leaves, text.fed, text.heads);
  const headsOnTop = headsAreOnTop(leaves, fittings, text.fed);
  const edges = { headsOnTop, foliosBelow: !text.fed || foliosAreBelow(leaves, fittings) };
  const mixed = paired && text.fed && !standApart(leaves, fittings);
  const sheets = leaves.flatMap((leaf, i) => cutLeaf(leaf, fittings[i]!, mixed, edges));
  leaves.forEach((leaf, i) => {
    for (const fitting of fittings[i]!) journal.setAside("furniture", leaf.lines[fitting.line]!.letters);
  });
  const words = fittings.flat().flatMap((fitting) => fitting.head ?? []);
  return { sheets: cutOpenings(sheets, new Set(words.map(headKey))), heads: words };
}

/** Whether heads stand above their pages (or feet below), by where most of them are; folios alone stand below. */
function headsAreOnTop(leaves: readonly Leaf[], fittings: readonly (readonly Fitting[])[], fed: boolean): boolean {
  if (!fed && fittings.every((each) => each.every(({ head }) => head === null))) return false;
  let top = 0;
  leaves.forEach((leaf, i) => {
    for (const { line, head } of fittings[i]!) {
      if (head === null) continue;
      if (fed) top += line < leaf.lines.length / 2 ? 1 : -1;
      else top += ((leaf.lines[line + 1]?.blankBefore ?? 0) > 0 ? 1 : 0) - (leaf.lines[line]!.blankBefore > 0 ? 1 : 0);
    }
  });
  return top >= 0;
}

/** Sides that must show it before their pages count as one behind the other. */
const APART = 0.8;

/** Whether the pages of a side stand one behind the other: the furniture of the second in the middle, most of the time. */
function standApart(leaves: readonly Leaf[], fittings: readonly (readonly Fitting[])[]): boolean {
  let apart = 0;
  let double = 0;
  leaves.forEach(({ lines }, i) => {
    const own = fittings[i]!;
    if (own.filter(({ folio }) => folio !== null).length < 2) return;
    double += 1;
    const inside = own.filter(({ line }) => line > 2 && line < lines.length - 3);
    const middle = inside.filter(
      ({ head, line }) => head !== null && line > lines.length * 0.3 && line < lines.length * 0.7,
    );
    if (inside.length === 1 && middle.length === 1) apart += 1;
  });
  return double >= 3 && apart >= double * APART;
}

/** Whether folios alone on a line stand below their pages, by the leaves that begin or end with one. */
function foliosAreBelow(leaves: readonly Leaf[], fittings: readonly (readonly Fitting[])[]): boolean {
  let below = 0;
  leaves.forEach((leaf, i) => {
    for (const { line, head } of fittings[i]!) {
      if (head !== null) continue;
      if (line < 2) below -= 1;
      if (line >= leaf.lines.length - 2) below += 1;
    }
  });
  return below >= 0;
}

/** Height from which a sheet is two pages, in usual ones. */
const DOUBLE = 1.5;

/** A page that opens a chapter has no head: it is parted from the page before at the words its later pages have as head. */
function cutOpenings(sheets: readonly Sheet[], keys: ReadonlySet<string>): readonly Sheet[] {
  const heights = sheets.map((sheet) => sheet.lines.length).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  if (sheets.length < 8) return sheets;
  return sheets.flatMap((sheet) => {
    if (sheet.mixed || sheet.lines.length < usual * DOUBLE) return [sheet];
    const at = sheet.lines.findIndex(
      ({ letters }, i) => i > usual / 3 && i < sheet.lines.length - usual / 3 && keys.has(headKey(letters.text)),
    );
    if (at < 0) return [sheet];
    const { side } = sheet;
    const opening = { side, lines: sheet.lines.slice(at), folios: [], head: null, mixed: false };
    return [{ ...sheet, lines: sheet.lines.slice(0, at) }, opening];
  });
}

/** Which edge of a page its furniture stands at. */
interface Edges {
  readonly headsOnTop: boolean;
  readonly foliosBelow: boolean;
}

/** The pages of a leaf: parted at the fittings inside it. */
function cutLeaf(leaf: Leaf, fittings: readonly Fitting[], paired: boolean, edges: Edges): Sheet[] {
  const taken = new Set(fittings.map((fitting) => fitting.line));
  const lines = leaf.lines.filter((_, i) => !taken.has(i));
  const folios = fittings.flatMap((fitting) => (fitting.folio ? [fitting.folio] : []));
  const head = fittings.find((fitting) => fitting.head !== null)?.head ?? null;
  const blanks = leaf.lines.some((line) => line.blankBefore > 0);
  if (paired && folios.length >= 2 && blanks) return [{ side: leaf.side, lines, folios, head, mixed: true }];
  const bounds = [0, ...cutsOf(leaf, fittings, edges), leaf.lines.length];
  return bounds.slice(1).map((end, k) => {
    const start = bounds[k]!;
    const own = fittings.filter((fitting) => fitting.line >= start && fitting.line < end);
    return {
      side: leaf.side,
      lines: leaf.lines.slice(start, end).filter((_, i) => !taken.has(start + i)),
      folios: own.flatMap((fitting) => (fitting.folio ? [fitting.folio] : [])).slice(0, 1),
      head: own.find((fitting) => fitting.head !== null)?.head ?? null,
      mixed: false,
    };
  });
}

/**
 * Lines at which a new page begins: one for each run of fittings with text on both sides. What stands at the foot belongs
 * to the page before, what stands on top to the next; a folio under a head goes with it.
 */
function cutsOf(leaf: Leaf, fittings: readonly Fitting[], { headsOnTop, foliosBelow }: Edges): number[] {
  const cuts: number[] = [];
  const groups: Fitting[][] = [];
  for (const fitting of fittings) {
    if (groups.at(-1)?.at(-1)?.line === fitting.line - 1) groups.at(-1)!.push(fitting);
    else groups.push([fitting]);
  }
  for (const group of groups) {
    const after = group.at(-1)!.line + 1;
    if (group[0]!.line === 0 || after === leaf.lines.length) continue;
    const top = group.find(({ head }) => (head === null ? !foliosBelow : headsOnTop));
    cuts.push(top?.line ?? after);
  }
  return cuts;
}
