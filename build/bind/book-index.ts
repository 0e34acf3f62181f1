// Takes the entries of the index and the pages of their places, gives it set in two columns. Runs of three and more
// pages are ranges.

import type { IndexEntry } from "../book.ts";
import type { Setting } from "../page.ts";
import type { FolioOf } from "./apparatus.ts";
import { putHeading } from "./contents.ts";
import { Draft, type Line, type Run } from "./draft.ts";
import { type Press, runOf } from "./front.ts";
import { textStyle } from "./furniture.ts";

/** Where an entry is met: the page's number in the file, its folio and the id to lead to. */
interface Place {
  readonly index: number;
  readonly folio: string;
  readonly id: string;
}

interface Row {
  readonly line: Line | null;
  readonly indent: number;
  /** Index of the entry; a row of another entry may begin a column. */
  readonly entry: number;
}

const GAP = 1.5;

export function bookIndex(
  press: Press,
  entries: readonly IndexEntry[],
  folioOf: FolioOf,
  pageOf: ReadonlyMap<string, number>,
  id: string,
): Setting | null {
  const { theme, labels, meta } = press;
  const { width, first, last } = press.block;
  const { size, leading } = theme.glossary;
  const column = (width - GAP * size) / 2;
  const draft = new Draft(press.shape, theme);
  const paragraphs = entries.flatMap((entry) => paragraphsOf(entry, 0, press, folioOf, pageOf));
  if (paragraphs.length === 0) return null;
  const rows = rowsOf(draft, paragraphs, column, size);
  draft.newPage();
  const firstTop = putHeading(draft, press, labels.index, id);
  const root = draft.node("Index", -1);
  const nodes = new Map<number, number>();
  for (let from = 0, page = 0; from < rows.length; page += 1) {
    if (page > 0) draft.newPage();
    const top = page === 0 ? firstTop : first;
    const perColumn = Math.max(1, Math.floor((last - top) / leading + 0.001) + 1);
    const rest = rows.length - from;
    const depth = Math.min(perColumn, Math.ceil(rest / 2));
    for (const x of [0, column + GAP * size]) {
      while (rows[from] && rows[from]!.line === null) from += 1;
      let taken = 0;
      for (; from < rows.length && taken < depth; from += 1, taken += 1) {
        const row = rows[from]!;
        if (!row.line) continue;
        let node = nodes.get(row.entry);
        if (node === undefined) nodes.set(row.entry, (node = draft.node("P", root)));
        draft.put(row.line, x + row.indent, top + taken * leading, node);
      }
    }
  }
  return draft.setting({ chapter: id, role: "back", title: labels.index, lang: meta.lang });
}

interface IndexParagraph {
  readonly runs: readonly Run[];
  readonly level: number;
  readonly letter: string;
}

function paragraphsOf(
  entry: IndexEntry,
  level: number,
  press: Press,
  folioOf: FolioOf,
  pageOf: ReadonlyMap<string, number>,
): IndexParagraph[] {
  const { theme } = press;
  const style = textStyle(theme);
  const { size } = theme.glossary;
  const pages = rangesOf(placesOf(entry.places, folioOf, pageOf));
  const children = entry.children.flatMap((child) => paragraphsOf(child, level + 1, press, folioOf, pageOf));
  if (pages.length === 0 && children.length === 0) return [];
  const runs = [runOf(entry.heading, style, size)];
  for (const [from, to] of pages) {
    const words = from === to ? from.folio : `${from.folio}–${to.folio}`;
    const link = { target: `#${from.id}`, contents: `${press.labels.page} ${words}` };
    runs.push(runOf(", ", style, size), { ...runOf(words, style, size), link });
  }
  const letter = [...entry.sort.normalize("NFD")][0]?.toUpperCase() ?? "";
  return [{ runs, level, letter }, ...children];
}

function placesOf(ids: readonly string[], folioOf: FolioOf, pageOf: ReadonlyMap<string, number>): Place[] {
  const places = new Map<number, Place>();
  for (const id of ids) {
    const folio = folioOf(id);
    const index = pageOf.get(id);
    if (folio !== null && index !== undefined && !places.has(index)) places.set(index, { index, folio, id });
  }
  return [...places.values()].sort((a, b) => a.index - b.index);
}

/** First and last of each run of pages; two neighbours stay two. */
export function rangesOf(places: readonly Place[]): [Place, Place][] {
  const ranges: [Place, Place][] = [];
  for (let from = 0; from < places.length; ) {
    let to = from;
    while (places[to + 1]?.index === places[to]!.index + 1) to += 1;
    if (to - from >= 2) {
      ranges.push([places[from]!, places[to]!]);
      from = to + 1;
    } else {
      ranges.push([places[from]!, places[from]!]);
      from += 1;
    }
  }
  return ranges;
}

/** Turned lines hang by two ems; a blank row stands before each new letter. */
function rowsOf(draft: Draft, paragraphs: readonly IndexParagraph[], column: number, size: number): Row[] {
  const rows: Row[] = [];
  let letter = "";
  paragraphs.forEach(({ runs, level, letter: own }, entry) => {
    if (level === 0 && own !== letter) {
      if (rows.length > 0) rows.push({ line: null, indent: 0, entry });
      letter = own;
    }
    const indent = level * size;
    const lines = draft.wrap(runs, column - indent, 2 * size);
    lines.forEach((line, i) => {
      rows.push({ line, indent: indent + (i > 0 ? 2 * size : 0), entry });
    });
  });
  return rows;
}
