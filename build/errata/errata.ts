// Takes the manifests of two editions, gives what the holder of the old one should write into it, by page and line, and
// what a printer must print again. Words are compared in reading order, so that a line that only moved is no erratum.

import { diffArrays } from "diff";
import { type Manifest, numbersOf, type PrintedEdition, type PrintedPage } from "./manifest.ts";
import { errataWords, fill } from "./words.ts";

/** "p. 47, l. 12: for 'before' read 'after'"; lines are counted from the head, or among the page's notes. */
export interface Erratum {
  readonly folio: string;
  readonly line: number;
  readonly note: boolean;
  readonly before: string;
  readonly after: string;
  /** Id of the block of the new edition in which the words stand. */
  readonly block: string | null;
}

export interface Reprint {
  /** Folios of the new edition's pages that are not as they were. */
  readonly pages: readonly string[];
  readonly count: number;
  readonly sheets: readonly ReprintSheets[];
}

export interface ReprintSheets {
  readonly file: string;
  /** "signature 2, sheet 7": its sides that are not as they were. */
  readonly changed: ReadonlyMap<string, readonly string[]>;
  /** How many sheets there are. */
  readonly of: number;
}

interface Word {
  readonly text: string;
  readonly folio: string;
  readonly line: number;
  readonly block: string;
}

export function errata(before: PrintedEdition, after: PrintedEdition): Erratum[] {
  const chapters = new Set([...before.pages, ...after.pages].flatMap(({ chapter }) => chapter ?? []));
  return [...chapters].flatMap((chapter) =>
    [false, true].flatMap((note) => compare(wordsOf(before, chapter, note), wordsOf(after, chapter, note), note)),
  );
}

/** A chapter's words in reading order, each with the line on which it begins. */
function wordsOf({ pages }: PrintedEdition, chapter: string, note: boolean): Word[] {
  const words: Word[] = [];
  let open: Word | null = null;
  for (const page of pages) {
    if (page.chapter !== chapter) continue;
    const lines = page.lines.filter((line) => line.note === note);
    const numbers = numbersOf(lines);
    lines.forEach(({ block, text }, at) => {
      for (const part of text.replaceAll("\u00ad", "").split(/(?<=[ \n\u00a0])/)) {
        const bare = part.trim();
        if (bare !== "")
          open = { ...(open ?? { folio: page.folio, line: numbers[at]!, block }), text: (open?.text ?? "") + bare };
        if (open && /[ \n\u00a0]$/.test(part)) {
          words.push(open);
          open = null;
        }
      }
    });
  }
  if (open) words.push(open);
  return words;
}

/** Words quoted on both sides of what was only added or only taken away. */
const CONTEXT = 2;

function compare(before: readonly Word[], after: readonly Word[], note: boolean): Erratum[] {
  const changes: Change[] = [];
  let [was, is] = [0, 0];
  const parts = diffArrays(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  for (const { value, added, removed } of parts) {
    const { length } = value;
    const last = changes.at(-1);
    const touches = last !== undefined && last.was + last.gone === was && last.is + last.come === is;
    const change = touches ? last : { was, gone: 0, is, come: 0 };
    if (!touches && (added || removed)) changes.push(change);
    if (removed) change.gone += length;
    if (added) change.come += length;
    if (!added) was += length;
    if (!removed) is += length;
  }
  return gathered(changes).map((change) => erratum(before, after, trimmed(before, after, change), note));
}

/** Changes that only a word or two of many part are one: the words between are alike by chance. */
function gathered(changes: readonly Change[]): Change[] {
  const found: Change[] = [];
  for (const next of changes) {
    const last = found.at(-1);
    const between = last ? next.was - last.was - last.gone : 0;
    const size = (change: Change): number => Math.max(change.gone, change.come);
    if (last && 2 * between <= Math.min(size(last), size(next))) {
      last.gone = next.was + next.gone - last.was;
      last.come = next.is + next.come - last.is;
    } else found.push({ ...next });
  }
  return found;
}

/** Without the words with which both versions begin and end. */
function trimmed(before: readonly Word[], after: readonly Word[], { was, gone, is, come }: Change): Change {
  let start = 0;
  while (start < Math.min(gone, come) && before[was + start]!.text === after[is + start]!.text) start += 1;
  let end = 0;
  const most = Math.min(gone, come) - start;
  while (end < most && before[was + gone - 1 - end]!.text === after[is + come - 1 - end]!.text) end += 1;
  return { was: was + start, gone: gone - start - end, is: is + start, come: come - start - end };
}

/** Words that are gone from place `was` on, and those that have come from place `is` on. */
interface Change {
  was: number;
  gone: number;
  is: number;
  come: number;
}

function erratum(
  before: readonly Word[],
  after: readonly Word[],
  { was, gone, is, come }: Change,
  note: boolean,
): Erratum {
  const around = gone === 0 || come === 0 ? CONTEXT : 0;
  const from = Math.max(0, was - around);
  const quote = (words: readonly Word[], start: number, end: number): string =>
    words
      .slice(Math.max(0, start), end)
      .map(({ text }) => text)
      .join(" ");
  const place = before[Math.min(was, before.length - 1)];
  return {
    folio: place?.folio ?? "",
    line: place?.line ?? 1,
    note,
    before: quote(before, from, was + gone + around),
    after: quote(after, is - (was - from), is + come + around),
    block: after[Math.min(is, after.length - 1)]?.block ?? null,
  };
}

export function reprint(before: PrintedEdition, after: PrintedEdition): Reprint {
  const same = (a: PrintedPage | undefined, b: PrintedPage | undefined): boolean => a?.hash === b?.hash;
  const pages = after.pages.filter((page, at) => !same(before.pages[at], page)).map(({ folio }) => folio);
  const sheets = after.sheets.map(({ file, paper, sides }): ReprintSheets => {
    const old = before.sheets.find((each) => each.paper === paper && each.file === file);
    const changed = new Map<string, string[]>();
    const all = new Set<string>();
    sides.forEach(({ label, pages: shown }, at) => {
      const { sheet, side } = sheetAndSide(label);
      all.add(sheet);
      const stood = old?.sides[at]?.pages ?? [];
      const kept =
        shown.length === stood.length && shown.every((page, i) => same(before.pages[stood[i]!], after.pages[page]));
      if (!kept) changed.set(sheet, [...(changed.get(sheet) ?? []), side]);
    });
    return { file, changed, of: all.size };
  });
  return { pages, count: after.pages.length, sheets };
}

/** "signature 2, sheet 7, back": what goes through the printer, and its side. */
function sheetAndSide(label: string): { readonly sheet: string; readonly side: string } {
  const found = /^(.*), (front|back)$/.exec(label);
  return found ? { sheet: found[1]!, side: found[2]! } : { sheet: label, side: "" };
}

/** The errata and the reprint plan as Markdown. */
export function describeErrata(before: Manifest, after: Manifest): string {
  const lang = before.lang ?? "en";
  const words = errataWords(lang);
  const parts = [`# ${words.title}: ${before.title}`, fill(words.explain, { old: before.edition, new: after.edition })];
  for (const [name, old, now] of [
    [words.book, before.print, after.print],
    [words.zine, before.zine, after.zine],
  ] as const) {
    if (!old || !now) continue;
    const list = errata(old, now).map((each) => `- ${describeErratum(each, lang)}`);
    parts.push(
      `## ${name}`,
      list.length > 0 ? list.join("\n") : "No word has changed.",
      describeReprint(reprint(old, now)),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

/** "p. 47, l. 12: for “before” read “after”" */
export function describeErratum({ folio, line, note, before, after }: Omit<Erratum, "block">, lang: string): string {
  const words = errataWords(lang);
  const place = fill(note ? words.noteLine : words.line, { folio, line });
  const form = after === "" ? words.strike : before === "" ? words.add : words.replace;
  return `${place}: ${fill(form, { before, after })}`;
}

function describeReprint({ pages, count, sheets }: Reprint): string {
  if (pages.length === 0) return "Nothing need be printed again.";
  const folios = pages.map((folio) => folio || "unnumbered").join(", ");
  const lines = sheets.map(({ file, changed, of }) => {
    const list = [...changed].map(([sheet, sides]) => sheet + (sides.join() === "" ? "" : ` (${sides.join(" and ")})`));
    return `- ${file}: ${changed.size} of ${of} sheets${list.length > 0 ? `: ${list.join("; ")}` : ""}`;
  });
  return [
    `Print again ${pages.length} of ${count} pages: ${folios}.`,
    ...(lines.length > 0 ? ["", ...lines] : []),
  ].join("\n");
}
