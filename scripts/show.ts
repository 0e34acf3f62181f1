// `show`: a value between two passes, as text a person can read.

import type { Book, Chapter } from "../build/book.ts";
import { hasError } from "../build/diagnostic.ts";
import type { Bound } from "../build/page.ts";
import { makeProducts } from "../build/pipeline.ts";
import { plainText, plainTextOfBlocks } from "../build/walk.ts";
import { type OpenBook, openBook, printAll } from "./books.ts";
import { workshop } from "./supplies.ts";

const VALUES = ["edits", "book", "bodies", "pages", "sides"] as const;
type Value = (typeof VALUES)[number];

export interface ShowOptions {
  readonly as: string;
  readonly sources?: string;
}

export async function runShow(books: readonly string[], options: ShowOptions): Promise<number> {
  const as = VALUES.find((each) => each === options.as);
  if (!as) {
    console.error(`error: --as takes one of ${VALUES.join(", ")}`);
    return 2;
  }
  let failed = false;
  for (const path of books) failed = (await showOne(path, as, options)) !== 0 || failed;
  return failed ? 1 : 0;
}

async function showOne(path: string, as: Value, options: ShowOptions): Promise<number> {
  if (as === "edits") {
    if (options.sources === undefined) {
      console.error("error: --as edits needs --sources DIR, the folder that holds the sources");
      return 2;
    }
    return (await import("./import.ts")).showEdits(path, options.sources);
  }
  const opened = await openBook(path);
  printAll(opened.diagnostics, opened.folder);
  if (!opened.value) return 1;
  if (as === "book") {
    console.log(describeBook(opened.value.book));
    return 0;
  }
  return showPages(opened.value, as);
}

async function showPages(opened: OpenBook, as: "bodies" | "pages" | "sides"): Promise<number> {
  const made = await makeProducts(opened, workshop({ cache: true }), new Set(["pdf", "zine"]));
  printAll(made.diagnostics, opened.folder);
  if (hasError(made.diagnostics)) return 1;
  const bound = made.value.print ?? made.value.zine?.bound;
  if (as === "sides") {
    for (const { scheme, paper, sides } of made.value.zine?.impositions ?? []) {
      console.log(`${scheme.name} on ${paper.name}`);
      for (const side of sides) {
        const pages = side.placements.map(({ page }) => made.value.zine?.bound.pages[page]?.folio ?? "–");
        console.log(`  ${side.label}: ${pages.join(" | ")}`);
      }
    }
  } else if (bound) console.log(as === "bodies" ? describeBodies(bound) : describePages(bound));
  return 0;
}

/** Chapters with their counts, then what is linked from nowhere. */
export function describeBook(book: Book): string {
  const title = (chapter: Chapter): string => plainText(chapter.title);
  const lines = [`${book.meta.title} (${book.meta.lang}, edition ${book.meta.edition})`];
  for (const part of book.parts) {
    if (part.title !== null) lines.push(`part ${part.title}`);
    for (const id of part.chapters) {
      const chapter = book.chapters.find((each) => each.id === id);
      if (!chapter) continue;
      const words = plainTextOfBlocks(chapter.blocks).split(/\s+/).length;
      lines.push(`  #${id} ${title(chapter)}: ${words} words, ${chapter.notes.length} notes`);
    }
  }
  lines.push(`glossary: ${book.glossary.length} entries`);
  for (const entry of book.glossary) {
    lines.push(
      `  #${entry.id} ${entry.term}: ${entry.occurrences.map(({ chapter }) => chapter).join(", ") || "NOWHERE"}`,
    );
  }
  lines.push(`timeline: ${book.timeline.length} events`);
  for (const event of book.timeline) {
    const places = [...event.passages, ...event.terms];
    const where = event.background ? "background" : places.join(", ") || "NOWHERE";
    lines.push(`  #${event.id} ${event.date.text}: ${plainText(event.event)} [${where}]`);
  }
  lines.push(`index: ${book.index.length} headings`);
  for (const { heading, places } of book.index) lines.push(`  ${heading}: ${places.length}`);
  return lines.join("\n");
}

/** Every line of every body, with its place, how far its blanks were stretched, and its text. */
export function describeBodies(bound: Bound): string {
  return bound.settings
    .flatMap((setting) => [
      `chapter ${setting.chapter}`,
      ...setting.bodies.flatMap((body, i) => [
        `  body ${i + 1}, ${body.depth.toFixed(1)} pt deep`,
        ...body.lines.map(
          (line) =>
            `    ${line.y.toFixed(1).padStart(6)} ${line.ratio.toFixed(2).padStart(5)} ${line.kind.padEnd(8)} ${line.text}`,
        ),
      ]),
    ])
    .join("\n");
}

/** Every page: folio, side, and the text that stands on it. */
export function describePages(bound: Bound): string {
  return bound.pages
    .flatMap((page) => {
      const setting = page.body && bound.settings[page.body.setting];
      const lines = (page.body && setting?.bodies[page.body.body]?.lines) ?? [];
      return [
        `page ${page.index + 1} (${page.folio || "no folio"}, ${page.side})${setting ? ` ${setting.chapter}` : " blank"}`,
        ...lines.map((line) => `    ${line.text}`),
      ];
    })
    .join("\n");
}
