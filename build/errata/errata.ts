// Takes the manifests of two editions, gives what the holder of the old one should write into it, by page and line, and
// what a printer must print again. Words are compared in reading order, so that a line that only moved is no erratum.

import { diffArrays } from "diff";
import type { Manifest, PrintedEdition, PrintedPage } from "./manifest.ts";

/** "p. 47, l. 12: for 'before' read 'after'"; lines are counted from the head, or among the page's notes. */
export interface Erratum {
  readonly folio: string;
  readonly line: number;
  readonly note: boolean;
  readonly before: string;
  readonly after: string;
}

export interface Reprint {
  /** Folios of the new edition's pages that are not as they were. */
  readonly pages: readonly string[];
  readonly count: number;
  readonly sheets: readonly { readonly file: string; readonly sides: readonly string[]; readonly of: number }[];
}

interface Word {
  readonly text: string;
  readonly folio: string;
  readonly line: number;
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
  let open: { text: string; folio: string; line: number } | null = null;
  for (const page of pages) {
    if (page.chapter !== chapter) continue;
    page.lines
      .filter((line) => line.note === note)
      .forEach(({ text }, at) => {
        for (const part of text.replaceAll("\u00ad", "").split(/(?<=[ \n\u00a0])/)) {
          const bare = part.trim();
          if (bare !== "") open = { ...(open ?? { folio: page.folio, line: at + 1 }), text: (open?.text ?? "") + bare };
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
  const found: Erratum[] = [];
  const changes = diffArrays(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  let [was, is] = [0, 0];
  for (let i = 0; i < changes.length; i += 1) {
    const change = changes[i]!;
    const { length } = change.value;
    if (!change.added && !change.removed) {
      was += length;
      is += length;
      continue;
    }
    const next = changes[i + 1];
    const replaced = change.removed && next?.added ? next : null;
    const gone = change.removed ? length : 0;
    const come = replaced ? replaced.value.length : change.added ? length : 0;
    found.push(erratum(before, after, { was, gone, is, come }, note));
    was += gone;
    is += come;
    if (replaced) i += 1;
  }
  return found;
}

interface Change {
  readonly was: number;
  readonly gone: number;
  readonly is: number;
  readonly come: number;
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
  };
}

export function reprint(before: PrintedEdition, after: PrintedEdition): Reprint {
  const same = (a: PrintedPage | undefined, b: PrintedPage | undefined): boolean => a?.hash === b?.hash;
  const pages = after.pages.filter((page, at) => !same(before.pages[at], page)).map(({ folio }) => folio);
  const sheets = after.sheets.map(({ file, paper, sides }) => {
    const old = before.sheets.find((each) => each.paper === paper && each.file === file);
    const changed = sides.filter(({ pages: shown }, at) => {
      const stood = old?.sides[at]?.pages ?? [];
      return (
        shown.length !== stood.length || shown.some((page, i) => !same(before.pages[stood[i]!], after.pages[page]))
      );
    });
    return { file, sides: changed.map(({ label }) => label), of: sides.length };
  });
  return { pages, count: after.pages.length, sheets };
}

/** The errata and the reprint plan as Markdown. */
export function describeErrata(before: Manifest, after: Manifest): string {
  const parts = [
    `# Errata: ${before.title}`,
    `From edition ${before.edition} to edition ${after.edition}. Pages and lines are those of edition ${before.edition}; lines are counted from the head of the page, in notes from the first note of the page.`,
  ];
  for (const [name, old, now] of [
    ["Book", before.print, after.print],
    ["Zine", before.zine, after.zine],
  ] as const) {
    if (!old || !now) continue;
    const list = errata(old, now).map(describeErratum);
    parts.push(
      `## ${name}`,
      list.length > 0 ? list.join("\n") : "No word has changed.",
      describeReprint(reprint(old, now)),
    );
  }
  return `${parts.join("\n\n")}\n`;
}

function describeErratum({ folio, line, note, before, after }: Erratum): string {
  const place = `- p. ${folio}, ${note ? "notes, " : ""}l. ${line}: `;
  if (after === "") return `${place}strike “${before}”`;
  return before === "" ? `${place}add “${after}”` : `${place}for “${before}” read “${after}”`;
}

function describeReprint({ pages, count, sheets }: Reprint): string {
  if (pages.length === 0) return "Nothing need be printed again.";
  const folios = pages.map((folio) => folio || "unnumbered").join(", ");
  const lines = sheets.map(
    ({ file, sides, of }) =>
      `- ${file}: ${sides.length} of ${of} sides${sides.length > 0 ? `: ${sides.join("; ")}` : ""}`,
  );
  return [
    `Print again ${pages.length} of ${count} pages: ${folios}.`,
    ...(lines.length > 0 ? ["", ...lines] : []),
  ].join("\n");
}
