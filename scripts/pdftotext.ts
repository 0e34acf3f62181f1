// Holds what poppler's `pdftotext` reads in a print PDF against the chapters, word for word and in order: a program that
// knows nothing of ours, and neither structure nor tags. A page must say words of its chapter, words of its notes, head and
// folio, nothing else, and all pages together every word once.
//   node --import tsx scripts/pdftotext.ts BOOK…

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Block, Chapter, Inline } from "../build/book.ts";
import { never } from "../build/diagnostic.ts";
import type { Bound, Page } from "../build/page.ts";
import { makeProducts } from "../build/pipeline.ts";
import { bylineOf } from "../build/walk.ts";
import { openBook } from "./books.ts";
import { workshop } from "./supplies.ts";

/** Null: there is no `pdftotext` here. */
export function pagesByPdftotext(pdf: Uint8Array): string[] | null {
  const folder = mkdtempSync(join(tmpdir(), "pdftotext-"));
  try {
    const file = join(folder, "book.pdf");
    writeFileSync(file, pdf);
    const { status, stdout } = spawnSync("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"], {
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    return status === 0 ? stdout.split("\f") : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the pages say differently from the chapters; empty: nothing. */
export function compareWords(chapters: readonly Chapter[], bound: Bound, pages: readonly string[]): string[] {
  const problems: string[] = [];
  for (const chapter of chapters) {
    const found = bound.pages.flatMap((page) => {
      if (!page.body || bound.settings[page.body.setting]!.chapter !== chapter.id) return [];
      const words = tokens(pages[page.index] ?? "");
      return [words.slice(0, words.length - tokens(furniture(page)).length)];
    });
    const opening = [chapter.subtitle, chapter.author, bylineOf(chapter)].map((each) => each ?? "").join(" ");
    const text = tokens(`${inlines(chapter.title, bound)} ${opening} ${blocks(chapter.blocks, bound)}`);
    const notes = tokens(chapter.notes.map((note) => `${note.mark} ${blocks(note.blocks, bound)}`).join(" "));
    const problem = compareChapter(text, notes, found);
    if (problem !== null) problems.push(`${chapter.file}: ${problem}`);
  }
  return problems;
}

/** Head and folio: what a page says last. */
function furniture({ furniture, words }: Page): string {
  return furniture
    .flatMap((mark) => (mark.type === "text" ? mark.words.map((word) => words[word]!.unicode.join("")) : []))
    .join(" ");
}

/** How many words may be those of a note as well as those the text goes on with. */
const ALIKE = 40;

/** A place in a text: word, and letters of it that were said before a hyphen. */
interface Place {
  readonly word: number;
  readonly letters: number;
}

const START: Place = { word: 0, letters: 0 };

function compareChapter(
  text: readonly string[],
  notes: readonly string[],
  pages: readonly (readonly string[])[],
): string | null {
  let inText = START;
  let inNotes = START;
  for (const [number, words] of pages.entries()) {
    const most = agreeing(words, 0, words.length, text, inText).count;
    const isLast = number === pages.length - 1;
    let best: { readonly text: Place; readonly notes: Place } | null = null;
    // The first words of a note may be those the text goes on with: then the longest way is wrong.
    for (let body = most; body >= 0 && body >= most - ALIKE; body -= 1) {
      const said = agreeing(words, 0, body, text, inText);
      const noted = agreeing(words, body, words.length, notes, inNotes);
      if (body + noted.count < words.length) continue;
      if (isLast && (said.place.word < text.length || noted.place.word < notes.length)) continue;
      best = { text: said.place, notes: noted.place };
      break;
    }
    if (best === null) {
      const { place } = agreeing(words, 0, most, text, inText);
      const said = words.slice(most, most + 6).join(" ");
      return `page ${number + 1} of the chapter says “${said}”, the chapter “${around(text, place)}”, its notes “${around(notes, inNotes)}”`;
    }
    inText = best.text;
    inNotes = best.notes;
  }
  return null;
}

function around(text: readonly string[], { word }: Place): string {
  return text.slice(word, word + 6).join(" ");
}

/** How many words from `from` to before `to` are those of `wanted` from `place` on. */
function agreeing(
  words: readonly string[],
  from: number,
  to: number,
  wanted: readonly string[],
  { word, letters }: Place,
): { readonly count: number; readonly place: Place } {
  let at = from;
  for (; at < to && word < wanted.length; at += 1) {
    const found = words[at]!;
    const rest = wanted[word]!.slice(letters);
    if (found.endsWith(SOFT) && found.length > 1 && rest.startsWith(found.slice(0, -1))) letters += found.length - 1;
    else if (found === rest) [word, letters] = [word + 1, 0];
    else break;
  }
  return { count: at - from, place: { word, letters } };
}

/** The hyphen of a line break. */
const SOFT = "\u00ad";

/**
 * Words between blanks; what stands before a hyphen of a line break ends in one. Behind signs at which a line may end without a blank, a
 * word ends in both texts, since at a line's end nothing tells whether a blank stood there.
 */
function tokens(text: string): string[] {
  return text
    .normalize("NFC")
    .replace(/\u00ad(?=\S)/g, "")
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[-\u2010–—/.?&=_]+/g, "$& ")
    .split(/\s+/)
    .filter((word) => word !== "");
}

function blocks(list: readonly Block[], bound: Bound): string {
  return list.map((each) => words(each, bound)).join(" ");
}

function words(block: Block, bound: Bound): string {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return inlines(block.children, bound);
    case "quote":
      return `${blocks(block.blocks, bound)} ${inlines(block.attribution ?? [], bound)}`;
    case "verse":
      return lines(
        block.stanzas.flat().map((line) => line.children),
        bound,
      );
    case "list":
      return block.items.map((item) => `${item.label} ${blocks(item.blocks, bound)}`).join(" ");
    case "definitions":
      return block.items
        .map((item) => `${inlines(item.term, bound)} ${item.bodies.map((each) => blocks(each, bound)).join(" ")}`)
        .join(" ");
    case "figure":
      return inlines(block.caption, bound);
    case "table":
      return lines([...block.head, ...block.rows.flat()], bound);
    case "preformatted":
      return block.text;
    case "signature":
      return lines(block.lines, bound);
    case "rule":
      return bound.theme.sectionBreak;
    default:
      return never(block);
  }
}

function lines(list: readonly (readonly Inline[])[], bound: Bound): string {
  return list.map((each) => inlines(each, bound)).join(" ");
}

function inlines(list: readonly Inline[], bound: Bound): string {
  return list.map((each) => inline(each, bound)).join("");
}

function inline(each: Inline, bound: Bound): string {
  switch (each.type) {
    case "text":
      return each.text;
    case "line_break":
      return " ";
    case "note_ref":
    case "lost_note_ref":
      return each.mark;
    case "cross_ref": {
      const page = bound.pages[bound.pageOf.get(each.target) ?? -1]?.folio;
      return inlines(each.children, bound) + (each.form === "page" ? ` (p. ${page})` : "");
    }
    default:
      return inlines(each.children, bound);
  }
}

async function main(): Promise<void> {
  for (const path of process.argv.slice(2)) {
    const { value: opened } = await openBook(path);
    const made = opened && (await makeProducts(opened, workshop({ cache: true }), new Set(["pdf"])));
    const pdf = made?.value.files.get(`${opened?.book.name}.pdf`);
    if (!opened || !made?.value.print || !pdf) throw new Error(`${path} has no print PDF`);
    const pages = pagesByPdftotext(pdf);
    if (pages === null) throw new Error("pdftotext is not installed");
    const problems = compareWords(opened.book.chapters, made.value.print, pages);
    for (const problem of problems) console.error(`${path}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    else console.log(`${path}: pdftotext reads ${opened.book.chapters.length} chapters word for word`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
