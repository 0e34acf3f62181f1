// A chapter's text → its tree: front matter, title, blocks, notes. The one idea: what the readers of blocks, inlines and
// notes share is one `Reading`, which alone knows where things stand.

import { z } from "zod";
import type { Block, Chapter, ChapterRole, Heading, Inline } from "../book.ts";
import { type Result, warning } from "../diagnostic.ts";
import { isRun, marksOf } from "../numbering.ts";
import type { Source } from "../text.ts";
import { plainText } from "../walk.ts";
import { BlockReader } from "./blocks.ts";
import { slug } from "./ids.ts";
import { InlineReader } from "./inlines.ts";
import { tokenize, tokenizeInline } from "./markdown.ts";
import { type NoteBody, NoteBook } from "./notes.ts";
import { Reading } from "./reading.ts";
import { readYaml, words } from "./yaml.ts";

export interface ChapterDefaults {
  readonly lang: string;
  readonly role: ChapterRole;
}

const ROLES = ["preface", "introduction", "chapter", "appendix", "afterword"] as const;

const sourceNotes = z.record(z.string(), z.union([z.string(), z.number()])).superRefine((runs, context) => {
  for (const [labels, marks] of Object.entries(runs)) {
    if (isRun(labels, String(marks))) continue;
    const message =
      "a label stands before its mark, a run of labels before as long a run of numbers, as in 1-29: 11-39";
    context.addIssue({ code: "custom", path: [labels], message });
  }
});

/** The keys of a chapter's front matter. */
export const frontMatterSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "an id is made of a-z, 0-9 and hyphens, a letter first")
    .optional(),
  title: words.optional(),
  subtitle: words.optional(),
  author: z.string().optional(),
  translator: z.string().optional(),
  year: words.optional(),
  source: z.string().optional(),
  lang: z.string().optional(),
  role: z.enum(ROLES).optional(),
  terms: z.boolean().optional(),
  "source-notes": sourceNotes.optional(),
});

type FrontMatter = z.infer<typeof frontMatterSchema>;

/** Reads one chapter. The value is complete even where there are diagnostics; it is of no use where one is an error. */
export function parseChapter(source: Source, defaults: ChapterDefaults): Result<Chapter> {
  return new ChapterReader(source, defaults).read();
}

/** Blocks of a text that is no chapter: a glossary definition, a colophon. */
export function parseBlocks(source: Source, offset: number, prefix: string): Result<readonly Block[]> {
  return new ChapterReader(source, { lang: "", role: "chapter" }, prefix, offset).readFragment();
}

/** Inlines of a single line, such as a timeline's event. */
export function parseInlines(source: Source, offset: number, prefix: string): Result<readonly Inline[]> {
  return new ChapterReader(source, { lang: "", role: "chapter" }, prefix, offset).readLine();
}

class ChapterReader {
  private readonly reading: Reading;
  private readonly defaults: ChapterDefaults;
  private readonly notes: NoteBook;
  private readonly inlines: InlineReader;
  private readonly blocks: BlockReader;

  constructor(source: Source, defaults: ChapterDefaults, prefix = "", offset = 0) {
    this.reading = new Reading(source, prefix, offset);
    this.defaults = defaults;
    this.notes = new NoteBook(this.reading);
    this.inlines = new InlineReader(this.reading, this.notes);
    this.blocks = new BlockReader(this.reading, this.inlines);
  }

  read(): Result<Chapter> {
    const { source, diagnostics } = this.reading;
    const front = this.readFrontMatter();
    this.reading.chapterId = front.id ?? chapterIdOf(source.file);
    const all = this.readTokens(source.text.slice(this.reading.bodyStart));
    const { title, blocks } = this.takeTitle(front, all);
    const readBody = (body: NoteBody): readonly Block[] => this.blocks.readNote(body);
    const notes = this.notes.read(readBody, marksOf(front["source-notes"] ?? {}));
    this.notes.complainOfUnused(readBody);
    this.checkHeadings(blocks);
    const value: Chapter = {
      id: this.reading.chapterId,
      file: source.file,
      role: front.role ?? this.defaults.role,
      title,
      subtitle: front.subtitle ?? null,
      author: front.author ?? null,
      translator: front.translator ?? null,
      year: front.year ?? null,
      source: front.source ?? null,
      lang: front.lang ?? this.defaults.lang,
      blocks,
      notes,
      ...(front.terms === false ? { terms: false } : {}),
    };
    return { value, diagnostics };
  }

  readFragment(): Result<readonly Block[]> {
    const { source, diagnostics } = this.reading;
    const value = this.readTokens(source.text);
    this.notes.refuseAll();
    return { value, diagnostics };
  }

  readLine(): Result<readonly Inline[]> {
    const { source, offset, env, diagnostics } = this.reading;
    this.reading.here = { file: source.file, start: offset, end: offset + source.text.length };
    const value = this.inlines.read(tokenizeInline(source.text.replace(/\s*\n\s*/g, " ").trim(), env));
    this.notes.refuseAll();
    return { value, diagnostics };
  }

  private readTokens(body: string): Block[] {
    this.reading.countLines(body);
    return this.blocks.read(this.notes.take(tokenize(body, this.reading.env)));
  }

  private readFrontMatter(): FrontMatter {
    const { text, file } = this.reading.source;
    const found = /^---[ \t]*\n([\s\S]*?)\n?---[ \t]*(?:\n|$)/.exec(text);
    if (!found) return {};
    this.reading.bodyStart = found[0].length;
    const start = text.indexOf("\n") + 1;
    const read = readYaml<FrontMatter>({ file, text: found[1]! }, frontMatterSchema, start);
    this.reading.diagnostics.push(...read.diagnostics);
    return read.value?.data ?? {};
  }

  /** The chapter's title is its front matter's, else its first heading of level 1, which then is no block. */
  private takeTitle(front: FrontMatter, all: readonly Block[]): { title: readonly Inline[]; blocks: readonly Block[] } {
    const first = all.findIndex((block) => block.type === "heading" && block.level === 1);
    const heading = first === -1 ? null : (all[first] as Heading);
    const rest = all.filter((_, i) => i !== first);
    const demoted = (blocks: readonly Block[]): Block[] =>
      blocks.map((block) => (block.type === "heading" && block.level === 1 ? { ...block, level: 2 } : block));
    if (heading && (front.title === undefined || plainText(heading.children) === front.title)) {
      return { title: heading.children, blocks: demoted(rest) };
    }
    if (front.title !== undefined) return { title: [{ type: "text", text: front.title }], blocks: demoted(all) };
    const name = this.reading.source.file
      .replace(/^.*\//, "")
      .replace(/\.md$/, "")
      .replace(/^\d+[-_ ]*/, "");
    this.reading.complain(
      warning("syntax/heading", "the chapter has no title", this.reading.span(0, 0), "begin it with a line # Title"),
    );
    return { title: [{ type: "text", text: name }], blocks: all };
  }

  private checkHeadings(blocks: readonly Block[]): void {
    let level = 1;
    for (const block of blocks) {
      if (block.type !== "heading") continue;
      if (block.level > level + 1) {
        const hint = `write ${"#".repeat(level + 1)} instead of ${"#".repeat(block.level)}`;
        this.reading.complain(
          warning(
            "syntax/heading",
            `a heading of level ${block.level} follows one of level ${level}`,
            block.span,
            hint,
          ),
        );
      }
      level = block.level;
    }
  }
}

/** From the file's name without its number: "03-march.md" is "march". */
export function chapterIdOf(file: string): string {
  const name = file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const words = name.replace(/^\d+[-_. ]*/, "");
  return slug(words === "" ? `chapter-${name}` : words);
}
