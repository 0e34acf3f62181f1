// `why`: where a printed line, a place of the EPUB or a line of a chapter comes from: the chapter's file and line, the
// source with every rule that touched it there, the corrections that made its words; and where print shows it.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Block, Book, Inline } from "../build/book.ts";
import { nearest } from "../build/diagnostic.ts";
import { type Manifest, numbersOf, type PrintedEdition, type PrintedLine } from "../build/errata/manifest.ts";
import { placeOf, type Source, type Span } from "../build/text.ts";
import { everyBlock, inlinesOfBlocks } from "../build/walk.ts";
import { type OpenBook, openBook, printAll } from "./books.ts";
import { readCorrections } from "./corrections.ts";
import { tellSource } from "./provenance.ts";

export interface WhyOptions {
  readonly out: string;
}

/** What is known of a place, or what there is instead. */
export type Answer = { readonly told: string } | { readonly missing: string; readonly hints: readonly string[] };

interface Desk extends OpenBook {
  /** The book's folder. */
  readonly path: string;
  readonly manifest: Manifest | null;
}

export async function runWhy(path: string, place: string, { out }: WhyOptions): Promise<number> {
  const opened = await openBook(path);
  if (!opened.value) {
    printAll(opened.diagnostics, opened.folder);
    return 1;
  }
  const { book } = opened.value;
  const file = join(out, book.name, "manifest.json");
  const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Manifest) : null;
  if (manifest && manifest.edition !== book.meta.edition) {
    console.error(
      `warning: ${file} is of edition ${manifest.edition}, the manuscript is ${book.meta.edition}: build it again`,
    );
  }
  const answer = answerFor(place, { ...opened.value, path, manifest });
  if ("told" in answer) {
    console.log(answer.told);
    return 0;
  }
  console.error(`error: ${answer.missing}`);
  for (const hint of answer.hints) console.error(`  hint: ${hint}`);
  return 1;
}

export function answerFor(place: string, desk: Desk): Answer {
  const printed = /^([pz])\.?\s*([\divxlc]+)(?::(\d+))?$/i.exec(place);
  if (printed) return tellPrinted(printed[1]!.toLowerCase() as "p" | "z", printed[2]!, printed[3], desk);
  const anchor = /^(?:(.*?)\.xhtml)?#(.+)$/.exec(place);
  if (anchor) return tellAnchor(anchor[2]!, desk);
  const document = /^(?:.*\/)?([^/]+)\.xhtml$/.exec(place);
  if (document) return tellAnchor(document[1]!, desk);
  const source = /^(.+\.(?:md|yaml)):(\d+)(?::\d+)?$/.exec(place);
  if (source) return tellFileLine(source[1]!, Number(source[2]), desk);
  return {
    missing: `“${place}” names no place`,
    hints: [
      "p47:12 is line 12 of page 47, z3:5 the zine's, land.xhtml#id a place of the EPUB,",
      "chapters/05-land.md:13 a line of a chapter; pages need a built book",
    ],
  };
}

// ---------------------------------------------------------------------------------------------------- print

function tellPrinted(letter: "p" | "z", folio: string, number: string | undefined, desk: Desk): Answer {
  const name = letter === "z" ? "zine" : "book";
  const edition = letter === "z" ? desk.manifest?.zine : desk.manifest?.print;
  if (!edition) return { missing: `no ${name} has been built`, hints: ["npm run build makes it"] };
  const page = edition.pages.find((each) => each.folio === folio);
  if (!page) {
    const folios = edition.pages.map((each) => each.folio).filter((each) => each !== "");
    return { missing: `the ${name} has no page ${folio}`, hints: [`its pages are ${ranges(folios)}`] };
  }
  const { lines } = page;
  if (lines.length === 0) {
    const near = edition.pages.filter((each) => each.lines.length > 0).map((each) => each.folio);
    return {
      missing: `page ${folio} of the ${name} has no line of the text`,
      hints: [`the binder made it, or it is blank; pages of the text are ${ranges(near)}`],
    };
  }
  const numbers = numbersOf(lines);
  const line = lines[numbers.indexOf(Number(number ?? 1))];
  if (line) return tellLine(line, desk);
  const quote = (at: number): string => `${letter}${folio}:${numbers[at]} “${lines[at]!.text.trim()}”`;
  return {
    missing: `page ${folio} of the ${name} has ${numbers.at(-1)} lines`,
    hints: [`the first is ${quote(0)}`, `the last is ${quote(lines.length - 1)}`],
  };
}

/** "i–x, 1–121": what follows on is one range. */
function ranges(folios: readonly string[]): string {
  const parts: string[][] = [];
  for (const folio of folios) {
    const last = parts.at(-1);
    const before = last?.at(-1);
    const follows = before !== undefined && /^\d+$/.test(before) === /^\d+$/.test(folio);
    const gap = /^\d+$/.test(folio) && before !== undefined && Number(folio) !== Number(before) + 1;
    if (last && follows && !gap) last.push(folio);
    else parts.push([folio]);
  }
  return parts.map((part) => (part.length > 1 ? `${part[0]}–${part.at(-1)}` : part[0]!)).join(", ");
}

function tellLine(line: PrintedLine, desk: Desk): Answer {
  const words = line.text.trim();
  const span = spansOf(desk.book).get(line.block);
  const told = span && tellSpan(line.block, span, words, desk);
  return told
    ? { told: [`“${words}”`, ...told].join("\n") }
    : { missing: `the manuscript no longer holds “${words}”`, hints: ["build the book again"] };
}

// ---------------------------------------------------------------------------------------------------- the EPUB

function tellAnchor(id: string, desk: Desk): Answer {
  const page = /^page-([\divxlc]+)$/.exec(id);
  if (page && desk.manifest?.print) return tellPrinted("p", page[1]!, undefined, desk);
  const spans = spansOf(desk.book);
  const span = spans.get(id);
  const told = span && tellSpan(id, span, "", desk);
  if (told) return { told: [...told, ...printedAt(id, desk)].join("\n") };
  const meant = nearest(id, spans.keys()) ?? [...spans.keys()].find((each) => each.startsWith(id));
  const hints = meant ? [`there is #${meant}`] : ["ids are those of the EPUB; show --as book lists those of chapters"];
  return { missing: `the book has no #${id}`, hints };
}

/** Ids of everything that has words → where they stand in their files. */
function spansOf(book: Book): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  const add = (blocks: readonly Block[]): void => {
    for (const block of everyBlock(blocks)) {
      spans.set(block.id, block.span);
      if (block.type === "list" || block.type === "definitions")
        for (const item of block.items) spans.set(item.id, block.span);
      for (const inline of inlinesOfBlocks([block])) {
        const id = idOf(inline);
        if (id !== null) spans.set(id, block.span);
      }
    }
  };
  for (const chapter of book.chapters) {
    spans.set(chapter.id, { file: chapter.file, start: 0, end: 0 });
    add(chapter.blocks);
    for (const note of chapter.notes) {
      add(note.blocks);
      spans.set(note.id, note.span);
    }
  }
  for (const entry of [...book.glossary, ...book.timeline]) spans.set(entry.id, entry.span);
  return spans;
}

/** Note calls, uses of terms and index marks have ids of their own. */
function idOf(inline: Inline): string | null {
  return inline.type === "note_ref" || inline.type === "term_ref" || inline.type === "index_mark" ? inline.id : null;
}

/** Where a block is printed: the first line of each product. */
function printedAt(id: string, { manifest }: Desk): string[] {
  return editionsOf(manifest).flatMap(({ letter, edition }) => {
    for (const page of edition.pages) {
      const at = page.lines.findIndex((line) => line.block === id);
      if (at >= 0)
        return [`printed: ${letter}${page.folio}:${numbersOf(page.lines)[at]} “${page.lines[at]!.text.trim()}”`];
    }
    return [];
  });
}

function editionsOf(manifest: Manifest | null): { letter: string; edition: PrintedEdition }[] {
  return [
    { letter: "p", edition: manifest?.print },
    { letter: "z", edition: manifest?.zine },
  ].flatMap(({ letter, edition }) => (edition ? [{ letter, edition }] : []));
}

// ---------------------------------------------------------------------------------------------------- the manuscript

/** null: the span's file is not among the book's texts. */
function tellSpan(id: string, span: Span, words: string, { folder, path }: Desk): string[] | null {
  const source = [...folder.texts.values()].find(({ file }) => file === span.file);
  if (!source) return null;
  const title = span.end === 0 ? Math.max(0, source.text.search(/^# /m)) : span.start;
  const start = Math.max(title, beginning(source.text, words, span));
  const end = words === "" ? Math.max(span.end, start) : Math.min(Math.max(span.end, start), start + words.length + 8);
  const { line, column } = placeOf(source.text, start);
  return [
    `${source.file}:${line}:${column}, in #${id}`,
    ...tellSource(path, basename(source.file), source.text, start, end),
    ...correctionsIn(source, span, folder.texts.get("corrections.yaml")),
  ];
}

/** Where the line's first words stand in the block; marks of Markdown between them may hide some. */
function beginning(text: string, words: string, { start, end }: Span): number {
  if (words === "") return start;
  const block = text.slice(start, end);
  const parts = words.split(/\s+/);
  const least = Math.min(2, parts.length);
  for (let from = 0; from < Math.min(3, parts.length); from += 1) {
    for (let count = Math.min(4, parts.length - from); count >= least; count -= 1) {
      const at = block.indexOf(parts.slice(from, from + count).join(" "));
      if (at < 0) continue;
      const back = from === 0 ? at : Math.max(0, at - parts.slice(0, from).join(" ").length - 1);
      return start + (from === 0 ? back : block.slice(0, back).search(/\S*$/));
    }
  }
  return start;
}

function correctionsIn(source: Source, span: Span, file: Source | undefined): string[] {
  if (!file) return [];
  return readCorrections(file).value.flatMap(({ chapter, before, after, reason }) => {
    if (chapter !== basename(source.file)) return [];
    const at = source.text.indexOf(after, span.start);
    if (at < 0 || at >= span.end) return [];
    return [`corrected: “${before}” to “${after}”${reason ? ` (${reason})` : ""}`];
  });
}

/** Every printed line whose words begin on that line of the chapter's file, and where the line comes from. */
function tellFileLine(path: string, wanted: number, desk: Desk): Answer {
  const { book, folder } = desk;
  const files = [...folder.texts.values()];
  const source = files.find(({ file }) => file === path) ?? files.find(({ file }) => file.endsWith(`/${path}`));
  if (!source) {
    const known = [...folder.texts.keys()];
    const meant =
      nearest(path, known) ??
      nearest(
        basename(path),
        known.map((each) => basename(each)),
      );
    return { missing: `the book has no file ${path}`, hints: meant ? [`there is ${meant}`] : [] };
  }
  const lines = source.text.split("\n");
  if (wanted < 1 || wanted > lines.length || lines[wanted - 1]!.trim() === "") {
    const worded = lines.flatMap((line, i) => (line.trim() === "" ? [] : [i + 1]));
    const near = worded.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted)).slice(0, 3);
    const last = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    const why = wanted < 1 || wanted > last ? `${source.file} has ${last} lines` : `line ${wanted} is empty`;
    return { missing: why, hints: near.sort((a, b) => a - b).map((at) => `line ${at}: ${shortened(lines[at - 1]!)}`) };
  }
  const start = lines.slice(0, wanted - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const end = start + lines[wanted - 1]!.length;
  const spans = spansOf(book);
  const here = [...spans].filter(([, span]) => span.file === source.file && span.start < end && span.end > start);
  const printed = editionsOf(desk.manifest).flatMap(({ letter, edition }) =>
    printedFrom(letter, edition, source, spans, wanted),
  );
  const told = [
    ...tellSource(desk.path, basename(source.file), source.text, start, end),
    ...here.flatMap(([, span]) => correctionsIn(source, span, folder.texts.get("corrections.yaml"))),
    ...printed,
  ];
  if (told.length > 0) return { told: [...new Set(told)].join("\n") };
  const hints = desk.manifest ? [] : ["the book is not built: npm run build"];
  return { missing: `nothing is printed of line ${wanted}: ${shortened(lines[wanted - 1]!)}`, hints };
}

function printedFrom(
  letter: string,
  edition: PrintedEdition,
  source: Source,
  spans: ReadonlyMap<string, Span>,
  wanted: number,
): string[] {
  return edition.pages.flatMap((page) => {
    const numbers = numbersOf(page.lines);
    return page.lines.flatMap((line, at) => {
      const span = spans.get(line.block);
      if (!span || span.file !== source.file) return [];
      const start = Math.max(span.start, beginning(source.text, line.text.trim(), span));
      const here = placeOf(source.text, start).line === wanted;
      return here ? [`${letter}${page.folio}:${numbers[at]} ${line.text.trim()}`] : [];
    });
  });
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 70)}…` : text;
}
