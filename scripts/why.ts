// `why`: where a printed line comes from: the chapter's file and line, and the corrections that made its words. Also the
// other way: where print shows a line of a chapter.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Book } from "../build/book.ts";
import type { Manifest, PrintedEdition, PrintedLine } from "../build/errata/manifest.ts";
import { placeOf, type Source, type Span } from "../build/text.ts";
import { everyBlock } from "../build/walk.ts";
import { type OpenBook, openBook, printAll } from "./books.ts";
import { readCorrections } from "./corrections.ts";

export interface WhyOptions {
  readonly out: string;
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
  const answer = answerFor(place, opened.value, manifest);
  if (answer === null) {
    console.error(`error: there is no ${place} in ${path}`);
    console.error("  hint: p47:12 is line 12 of page 47, z3:5 the zine's, land.xhtml#id a place of the EPUB,");
    console.error("        chapters/05-land.md:13 a line of a chapter; pages need a built book");
    return 1;
  }
  console.log(answer);
  return 0;
}

/** What is known of a place, for people; null: there is no such place. */
export function answerFor(place: string, opened: OpenBook, manifest: Manifest | null): string | null {
  const printed = /^([pz])\.?\s*([\divxlc]+):(\d+)$/i.exec(place);
  if (printed) {
    const edition = printed[1]!.toLowerCase() === "z" ? manifest?.zine : manifest?.print;
    const page = edition?.pages.find(({ folio }) => folio === printed[2]);
    const line = page?.lines[Number(printed[3]) - 1];
    return line ? tellLine(line, opened) : null;
  }
  const anchor = /^[^#]*#(.+)$/.exec(place);
  if (anchor) return tellBlock(anchor[1]!, "", opened);
  const source = /^(.+\.md):(\d+)$/.exec(place);
  return source ? tellSource(source[1]!, Number(source[2]), opened, manifest) : null;
}

function tellLine(line: PrintedLine, opened: OpenBook): string | null {
  const told = tellBlock(line.block, line.text.trim(), opened);
  return told && `“${line.text.trim()}”\n${told}`;
}

/** Ids of blocks, list items and notes → where they stand in their files. */
function spansOf(book: Book): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const chapter of book.chapters) {
    spans.set(chapter.id, { file: chapter.file, start: 0, end: 0 });
    for (const block of everyBlock([...chapter.blocks, ...chapter.notes.flatMap((note) => note.blocks)])) {
      spans.set(block.id, block.span);
      if (block.type === "list" || block.type === "definitions")
        for (const item of block.items) spans.set(item.id, block.span);
    }
    for (const note of chapter.notes) spans.set(note.id, note.span);
  }
  return spans;
}

function tellBlock(id: string, words: string, { book, folder }: OpenBook): string | null {
  const span = spansOf(book).get(id);
  const source = span && [...folder.texts.values()].find(({ file }) => file === span.file);
  if (!span || !source) return null;
  const start = Math.max(span.start, beginning(source.text, words, span));
  const { line, column } = placeOf(source.text, start);
  return [
    `${source.file}:${line}:${column}, in #${id}`,
    ...correctionsIn(source, span, folder.texts.get("corrections.yaml")),
  ].join("\n");
}

/** Where the line's first words stand in the block; marks of Markdown between them may hide them. */
function beginning(text: string, words: string, span: Span): number {
  for (let count = 4; count > 1; count -= 1) {
    const at = text.indexOf(words.split(/\s+/).slice(0, count).join(" "), span.start);
    if (words !== "" && at >= 0 && at < span.end) return at;
  }
  return span.start;
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

/** Every printed line whose words begin on that line of the chapter's file. */
function tellSource(path: string, wanted: number, opened: OpenBook, manifest: Manifest | null): string | null {
  const { book, folder } = opened;
  const source = [...folder.texts.values()].find(({ file }) => file === path || file.endsWith(`/${path}`));
  if (!source || !manifest) return null;
  const spans = spansOf(book);
  const tell = (letter: string, edition: PrintedEdition | null): string[] =>
    (edition?.pages ?? []).flatMap((page) =>
      page.lines.flatMap((line, at) => {
        const span = spans.get(line.block);
        if (!span || span.file !== source.file) return [];
        const start = Math.max(span.start, beginning(source.text, line.text.trim(), span));
        const here = placeOf(source.text, start).line === wanted;
        return here ? [`${letter}${page.folio}:${at + 1} ${line.text.trim()}`] : [];
      }),
    );
  const told = [...tell("p", manifest.print), ...tell("z", manifest.zine)];
  return told.length > 0 ? told.join("\n") : null;
}
