// Chapters and materials for tests, built by hand.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Block, Chapter, Inline, Note, NoteRef } from "../book.ts";
import type { Setting, Theme } from "../page.ts";
import { FACES, PATTERNS } from "./faces.ts";
import type { Materials } from "./typeset.ts";

const paths = createRequire(import.meta.url).resolve.paths("x") ?? [];

function packageFile(name: string, file: string): Uint8Array {
  for (const path of paths) {
    try {
      return readFileSync(join(path, name, file));
    } catch {}
  }
  throw new Error(`${name} is not installed in ${dirname(paths[0] ?? "")}`);
}

/** Font and pattern files, read when they are first asked for. */
class LazyTable extends Map<string, Uint8Array> {
  readonly #files: readonly { key: string; package: string; file: string }[];

  constructor(files: readonly { key: string; package: string; file: string }[]) {
    super();
    this.#files = files;
  }

  override get(key: string): Uint8Array | undefined {
    const file = this.#files.find((each) => each.key === key);
    if (file && !super.has(key)) super.set(key, packageFile(file.package, file.file));
    return super.get(key);
  }
}

export const MATERIALS: Materials = {
  fonts: new LazyTable(FACES),
  patterns: new LazyTable(PATTERNS),
  images: new Map([
    ["images/map.png", { width: 1200, height: 800 }],
    ["images/dot.png", { width: 1, height: 1 }],
    ["images/tall.png", { width: 400, height: 100_000 }],
  ]),
};

export const THEME: Theme = {
  name: "test",
  page: { name: "A5", width: 419.528, height: 595.276 },
  margins: { inner: 51, outer: 73.7, top: 56.7, bottom: 76.5 },
  faces: { text: "eb-garamond", display: "eb-garamond" },
  text: { size: 10.5, leading: 14 },
  quote: { size: 10, leading: 14 },
  note: { size: 8.5, leading: 10.5 },
  verse: { size: 10, leading: 14 },
  caption: { size: 9, leading: 11.5 },
  glossary: { size: 9.5, leading: 12 },
  indent: 1.2,
  quoteIndent: 1.8,
  align: "justify",
  chapter: {
    opening: "recto",
    sink: 4,
    titleSize: 17,
    titleStyle: "small-caps",
    titleAlign: "centre",
    firstLine: "plain",
    dropCapLines: 2,
  },
  headings: [{ size: 12, leading: 14, style: "small-caps", align: "centre", above: 2, below: 1 }],
  heads: { left: "author", right: "chapter", style: "italic", size: 9.5, distance: 2, rule: false },
  folio: { place: "head-outer", size: 10 },
  notes: { ruleWidth: 48, ruleWeight: 0.4, runIn: false },
  blanks: null,
  sectionBreak: "* * *",
  contents: { leaders: false },
  front: { halfTitle: true, titlePage: true, imprint: true, contents: true },
  back: { glossary: true, timeline: true, index: true, colophon: true },
  hyphenation: { leftMin: 2, rightMin: 3, maxRun: 2 },
  expansion: 0.015,
  protrusion: true,
  colour: { text: 0, accent: 0 },
};

const SPAN = { file: "chapters/01-test.md", start: 0, end: 0 };
const BASE = { span: SPAN, lang: null };

export function text(content: string): Inline {
  return { type: "text", text: content };
}

/** A call of note `label`, printed as it. */
export function call(label: string): NoteRef {
  return { type: "note_ref", note: `test-note-${label}`, id: `test-note-${label}-call`, mark: label, by: "author" };
}

export function note(label: string, ...blocks: Block[]): Note {
  const id = `test-note-${label}`;
  return { id, label, mark: label, by: "author", blocks, span: SPAN, calls: [`${id}-call`], refersTo: null };
}

let made = 0;

/** A paragraph; `^7` in its text calls note 7. */
export function paragraph(content: string | readonly Inline[]): Block {
  made += 1;
  return {
    ...BASE,
    type: "paragraph",
    id: `p${made}`,
    children: typeof content === "string" ? inlines(content) : content,
  };
}

export function inlines(content: string): Inline[] {
  return content.split(/(\^\d+)/).flatMap((part): Inline[] => {
    if (part === "") return [];
    return part.startsWith("^") ? [call(part.slice(1))] : [text(part)];
  });
}

export function block<T extends Block["type"]>(
  type: T,
  parts: Omit<Extract<Block, { type: T }>, "type" | "span" | "lang" | "id">,
): Block {
  made += 1;
  return { ...BASE, type, id: `b${made}`, ...parts } as unknown as Block;
}

export function chapter(blocks: readonly Block[], notes: readonly Note[] = [], parts: Partial<Chapter> = {}): Chapter {
  return {
    id: "test",
    file: SPAN.file,
    role: "chapter",
    title: [text("A test")],
    subtitle: null,
    author: null,
    translator: null,
    year: null,
    source: null,
    lang: "en-GB",
    blocks,
    notes,
    ...parts,
  };
}

/** All that the setting's lines say, read again: each kind by itself, in order. */
export function readAgain(setting: Setting): { body: string; notes: string } {
  let body = "";
  let notes = "";
  for (const page of setting.bodies) {
    for (const line of page.lines) {
      if (line.kind === "note") notes += line.text;
      else if (line.kind !== "furniture") body += line.text;
    }
  }
  return { body, notes };
}

/** Pages as text: what stands where. */
export function dump(setting: Setting): string {
  const pages = setting.bodies.map((page, i) => {
    const lines = page.lines.map((line) => {
      const kind = line.kind === "text" ? " " : line.kind[0]!;
      return `${line.y.toFixed(1).padStart(6)} ${kind} ${line.text.trimEnd()}${line.hyphenated ? "-" : ""}`;
    });
    const notes = page.notes.map(
      (each) => `${each.note}${each.begins ? "" : " (from before)"}${each.ends ? "" : " (goes on)"}`,
    );
    return [`page ${i + 1}`, ...lines, ...(notes.length > 0 ? [`notes: ${notes.join(", ")}`] : [])].join("\n");
  });
  return pages.join("\n\n");
}

/** Words for tests, the same for the same seed. */
export function wordsOf(count: number, seed = 1): string {
  const parts = [
    "lan",
    "tern",
    "har",
    "bour",
    "wind",
    "mill",
    "stone",
    "be",
    "cause",
    "ever",
    "morn",
    "ing",
    "a",
    "the",
    "of",
    "sail",
    "or",
    "com",
    "mon",
    "field",
  ];
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const words: string[] = [];
  for (let i = 0; i < count; i += 1) {
    let word = "";
    for (let k = 1 + next(4); k > 0; k -= 1) word += parts[next(parts.length)]!;
    words.push(next(12) === 0 ? `${word},` : word);
  }
  return `${words.join(" ")}.`;
}
