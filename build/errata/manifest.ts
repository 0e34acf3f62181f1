// Takes bound pages and the sides they stand on, gives what must be kept of an edition so that the next one can be held
// against it: the words of every printed line, and a hash of all that each page shows.

import { createHash } from "node:crypto";
import type { BodyLine, Bound, Mark, Page, PageBody, Setting, ShapedWord, Side } from "../page.ts";
import type { ErrataText } from "./chapter.ts";

export interface Manifest {
  readonly version: 1;
  readonly title: string;
  readonly edition: string;
  /** Left out by editions before it was kept. */
  readonly lang?: string;
  readonly print: PrintedEdition | null;
  readonly zine: PrintedEdition | null;
  /** What the EPUB's list of errata says. */
  readonly errata?: ErrataText;
}

export interface PrintedEdition {
  readonly pages: readonly PrintedPage[];
  readonly sheets: readonly PrintedSheets[];
  /** The size of its pages, and the theme they are set in. */
  readonly page?: { readonly theme: string; readonly width: number; readonly height: number };
}

export interface PrintedPage {
  readonly folio: string;
  readonly hash: string;
  /** Of the book's own text; null on pages the binder makes and on blanks. */
  readonly chapter: string | null;
  /** From the head down; heads and folios are not counted. */
  readonly lines: readonly PrintedLine[];
}

export interface PrintedLine {
  readonly block: string;
  readonly note: boolean;
  /** As `BodyLine.text`. */
  readonly text: string;
  /** It stands on one line with the one before: a table's cell, a note that runs on. */
  readonly beside?: true;
}

export interface PrintedSheets {
  readonly file: string;
  readonly paper: string;
  readonly sides: readonly { readonly label: string; readonly pages: readonly number[] }[];
}

export interface SheetsInput {
  readonly file: string;
  readonly paper: string;
  readonly sides: readonly Side[];
}

export function printedEdition(bound: Bound, sheets: readonly SheetsInput[]): PrintedEdition {
  const seen = new Map<ShapedWord, string>();
  return {
    pages: bound.pages.map((page) => printedPage(page, bound, seen)),
    sheets: sheets.map(({ file, paper, sides }) => ({
      file,
      paper,
      sides: sides.map(({ label, placements }) => ({ label, pages: placements.map(({ page }) => page) })),
    })),
    page: { theme: bound.theme.name, width: bound.theme.page.width, height: bound.theme.page.height },
  };
}

/** `seen`: what was said of words before. */
function printedPage(page: Page, bound: Bound, seen: Map<ShapedWord, string>): PrintedPage {
  const setting = page.body && bound.settings[page.body.setting]!;
  const body = page.body && setting!.bodies[page.body.body]!;
  const own = setting && setting.role !== "front" && setting.role !== "back";
  const shown = [`${page.width} ${page.height}`, lookOf(page.furniture, page.words, seen)];
  if (page.body && setting && body) {
    shown.push(`${page.body.x} ${page.body.y}`, body.look ?? lookOf(body.marks, setting.words, seen));
  }
  return {
    folio: page.folio,
    hash: hashOf(shown.join("\n")),
    chapter: own ? setting.chapter : null,
    lines: (own ? linesOf(body!) : []).map(({ block, kind, text, y }, at, all) => ({
      block,
      note: kind === "note",
      text,
      ...(at > 0 && Math.abs(y - all[at - 1]!.y) < SAME_LINE ? { beside: true as const } : {}),
    })),
  };
}

/** Baselines nearer than this are one, in points. */
const SAME_LINE = 0.5;

/** The number of each line as people count them, from 1. */
export function numbersOf(lines: readonly PrintedLine[]): number[] {
  let number = 0;
  return lines.map(({ beside }) => (beside ? number : (number += 1)));
}

/** A body's lines from the head down, without furniture. */
export function linesOf({ lines }: PageBody): BodyLine[] {
  return lines.filter(({ kind }) => kind !== "furniture").sort((a, b) => a.y - b.y);
}

/** The bodies of a setting with the hashes of each: they are made once, with the setting. */
export function withLooks(setting: Setting): Setting {
  const seen = new Map<ShapedWord, string>();
  const whole = setting.words.map((word) => JSON.stringify(word));
  const inkOf = (marks: readonly Mark[]): string => {
    const words = marks.flatMap((mark) => (mark.type === "text" ? mark.words.map((at) => whole[at]!) : []));
    return hashOf(JSON.stringify(marks) + words.join("\n"));
  };
  return {
    ...setting,
    bodies: setting.bodies.map((body) => ({
      ...body,
      look: lookOf(body.marks, setting.words, seen),
      ink: inkOf(body.marks),
    })),
  };
}

function lookOf(marks: readonly Mark[], words: readonly ShapedWord[], seen: Map<ShapedWord, string>): string {
  return hashOf(shownMarks(marks, words, seen).join("\n"));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** What is seen: links, anchors and structure are not. */
function shownMarks(
  marks: readonly Mark[],
  words: readonly ShapedWord[],
  seen: Map<ShapedWord, string>,
): readonly string[] {
  return marks.flatMap((mark) => {
    if (mark.type === "anchor" || mark.type === "link") return [];
    if (mark.type !== "text") return [JSON.stringify({ ...mark, node: 0 })];
    const { x, y, size, stretch, colour, gaps } = mark;
    return [
      `${x} ${y} ${size} ${stretch} ${colour} ${gaps.join()}`,
      ...mark.words.map((at) => nameOf(words[at]!, seen)),
    ];
  });
}

function nameOf(word: ShapedWord, seen: Map<ShapedWord, string>): string {
  let name = seen.get(word);
  if (name === undefined) seen.set(word, (name = `${word.face} ${word.glyphs.join()}`));
  return name;
}
