// A chapter's text → its tree. markdown-it's tokens are read once, front to back; calls are joined to notes, notes
// are ordered by their first call and given the marks that are printed. Nothing after this pass counts notes.

import assert from "node:assert/strict";
import type { Env, Token } from "markdown-it";
import { z } from "zod";
import type { Block, Chapter, ChapterRole, Heading, Inline, ListItem, Note, NoteSeries, VerseLine } from "../book.ts";
import { type Diagnostic, error, nearest, type Result, warning } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { plainText, plainTextOfBlocks } from "../walk.ts";
import { type Attributes, attributesAtEnd, attributesAtStart, NO_ATTRIBUTES } from "./attributes.ts";
import { hash, idDispenser, slug } from "./ids.ts";
import { attributesOf, inlineNote, tokenize, tokenizeInline } from "./markdown.ts";
import { printedMark, seriesOf } from "./marks.ts";
import { readYaml, words } from "./yaml.ts";

export interface ChapterDefaults {
  readonly lang: string;
  readonly role: ChapterRole;
}

const ROLES = ["preface", "introduction", "chapter", "appendix", "afterword"] as const;

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

interface FoundNote {
  readonly id: string;
  readonly label: string;
  readonly by: NoteSeries;
  readonly span: Span;
  readonly read: () => readonly Block[];
  readonly calls: string[];
  mark: string | null;
}

class ChapterReader {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly env: Env = {};
  private readonly notes = new Map<string, FoundNote>();
  private readonly called: FoundNote[] = [];
  private readonly counts = new Map<NoteSeries, number>();
  private readonly dispense = idDispenser();
  private readonly searchFrom = new Map<string, number>();
  private lineStarts: number[] = [];
  private bodyStart = 0;
  private chapterId: string;
  private tokens: Token[] = [];
  private at = 0;
  private here: Span;
  /** The caption's figure or the paragraph whose trailing attributes are being looked for. */
  private pending: Attributes = NO_ATTRIBUTES;
  private readonly source: Source;
  private readonly defaults: ChapterDefaults;
  private readonly offset: number;

  constructor(source: Source, defaults: ChapterDefaults, prefix = "", offset = 0) {
    this.source = source;
    this.defaults = defaults;
    this.chapterId = prefix;
    this.offset = offset;
    this.here = { file: source.file, start: offset, end: offset };
  }

  read(): Result<Chapter> {
    const front = this.readFrontMatter();
    this.chapterId = front.id ?? chapterIdOf(this.source.file);
    const all = this.readTokens(this.source.text.slice(this.bodyStart));
    const { title, blocks } = this.takeTitle(front, all);
    const notes = this.readNotes();
    this.complainOfUnused();
    this.checkHeadings(blocks);
    const value: Chapter = {
      id: this.chapterId,
      file: this.source.file,
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
    };
    return { value, diagnostics: this.diagnostics };
  }

  readFragment(): Result<readonly Block[]> {
    const value = this.readTokens(this.source.text);
    this.complainOfNotes();
    return { value, diagnostics: this.diagnostics };
  }

  readLine(): Result<readonly Inline[]> {
    this.here = { file: this.source.file, start: this.offset, end: this.offset + this.source.text.length };
    const value = this.inlines(tokenizeInline(this.source.text.replace(/\s*\n\s*/g, " ").trim(), this.env));
    this.complainOfNotes();
    return { value, diagnostics: this.diagnostics };
  }

  private readTokens(text: string): Block[] {
    this.lineStarts = [0];
    for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) this.lineStarts.push(i + 1);
    this.lineStarts.push(text.length);
    this.tokens = this.takeNotes(tokenize(text, this.env));
    this.at = 0;
    return this.blocksUntil(null);
  }

  // -------------------------------------------------------------------------------------------- front matter, title

  private readFrontMatter(): FrontMatter {
    const { text, file } = this.source;
    const found = /^---[ \t]*\n([\s\S]*?)\n?---[ \t]*(?:\n|$)/.exec(text);
    if (!found) return {};
    this.bodyStart = found[0].length;
    const start = text.indexOf("\n") + 1;
    const read = readYaml<FrontMatter>({ file, text: found[1]! }, frontMatterSchema, start);
    this.diagnostics.push(...read.diagnostics);
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
    const name = this.source.file
      .replace(/^.*\//, "")
      .replace(/\.md$/, "")
      .replace(/^\d+[-_ ]*/, "");
    this.complain(
      warning("syntax/heading", "the chapter has no title", this.span(0, 0), "begin it with a line # Title"),
    );
    return { title: [{ type: "text", text: name }], blocks: all };
  }

  private checkHeadings(blocks: readonly Block[]): void {
    let level = 1;
    for (const block of blocks) {
      if (block.type !== "heading") continue;
      if (block.level > level + 1) {
        const hint = `write ${"#".repeat(level + 1)} instead of ${"#".repeat(block.level)}`;
        this.complain(
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

  // -------------------------------------------------------------------------------------------- blocks

  private blocksUntil(close: string | null): Block[] {
    const blocks: Block[] = [];
    while (this.at < this.tokens.length && this.tokens[this.at]!.type !== close) {
      const block = this.block(blocks);
      if (block) blocks.push(block);
    }
    this.at += 1;
    return blocks;
  }

  /** Reads the block that begins at the current token; null where it was no block of the text (a note, a description). */
  private block(before: Block[]): Block | null {
    const token = this.tokens[this.at]!;
    this.at += 1;
    const span = this.spanOf(token);
    this.here = span;
    switch (token.type) {
      case "heading_open": {
        const children = this.blockInlines();
        const attributes = this.takePending();
        this.at += 1;
        const level = Number(token.tag.slice(1));
        const id = this.blockId(attributes, slug(plainText(children)));
        return { type: "heading", level, children, id, span, lang: this.langOf(attributes) };
      }
      case "paragraph_open": {
        const figure = this.figure(span);
        if (figure) return figure;
        const children = this.blockInlines();
        const attributes = this.takePending();
        this.at += 1;
        if (children.length === 0) return null;
        return { type: "paragraph", children, ...this.base(attributes, span, plainText(children)) };
      }
      case "blockquote_open":
        return this.quote("quote", "blockquote_close", span);
      case "verse_open":
        return this.verse(span);
      case "bullet_list_open":
      case "ordered_list_open":
        return this.list(token, span);
      case "dl_open":
        return this.definitions(span);
      case "table_open":
        return this.table(span);
      case "fence":
      case "code_block":
        return {
          type: "preformatted",
          text: token.content.replace(/\n$/, ""),
          ...this.base(NO_ATTRIBUTES, span, token.content),
        };
      case "hr":
        return { type: "rule", ...this.base(NO_ATTRIBUTES, span, "rule") };
      case "container_any_open":
        return this.container(token, span, before);
      default:
        throw new Error(`unexpected token ${token.type}`);
    }
  }

  private blockInlines(): Inline[] {
    const token = this.tokens[this.at]!;
    this.at += 1;
    return this.inlines(token.children ?? [], true);
  }

  private base(attributes: Attributes, span: Span, words: string): { id: string; span: Span; lang: string | null } {
    return { id: this.blockId(attributes, hash(words)), span, lang: this.langOf(attributes) };
  }

  private blockId(attributes: Attributes, made: string): string {
    return attributes.id ?? this.dispense(`${this.chapterId}-${made}`);
  }

  /** The language a block is in; every other attribute of a block but its id is a mistake. */
  private langOf(attributes: Attributes, alsoKnown: readonly string[] = []): string | null {
    const known = ["lang", ...alsoKnown];
    for (const key of attributes.pairs.keys()) if (key !== "lang") this.complainOfAttribute(key, known);
    for (const each of attributes.classes) this.complainOfAttribute(`.${each}`, known);
    return attributes.pairs.get("lang") ?? null;
  }

  private quote(role: "quote" | "epigraph", close: string, span: Span): Block {
    const blocks = this.blocksUntil(close);
    const words = plainTextOfBlocks(blocks);
    const last = blocks.at(-1);
    const signed = last?.type === "paragraph" && blocks.length > 1 && /^[—―–] ?\S/.test(plainText(last.children));
    const attribution = signed ? last.children : null;
    return {
      type: "quote",
      role,
      blocks: signed ? blocks.slice(0, -1) : blocks,
      attribution,
      ...this.base(NO_ATTRIBUTES, span, `quote ${words}`),
    };
  }

  private verse(span: Span): Block {
    const stanzas: VerseLine[][] = [[]];
    for (; this.tokens[this.at]!.type !== "verse_close"; this.at += 1) {
      const token = this.tokens[this.at]!;
      if (token.content.trim() === "") stanzas.push([]);
      else {
        const indent = /^ */.exec(token.content)![0].length;
        stanzas.at(-1)!.push({ indent, children: this.inlines(token.children ?? []) });
      }
    }
    this.at += 1;
    const kept = stanzas.filter((stanza) => stanza.length > 0);
    const words = kept.flat().map((line) => plainText(line.children));
    return { type: "verse", stanzas: kept, ...this.base(NO_ATTRIBUTES, span, words.join("\n")) };
  }

  private list(open: Token, span: Span): Block {
    const ordered = open.type === "ordered_list_open";
    const items: ListItem[] = [];
    let tight = true;
    while (this.tokens[this.at]!.type === "list_item_open") {
      const item = this.tokens[this.at]!;
      this.at += 1;
      if (this.tokens[this.at]?.type === "paragraph_open" && !this.tokens[this.at]!.hidden) tight = false;
      const blocks = this.blocksUntil("list_item_close");
      const label = ordered ? `${item.info}${item.markup}` : "•";
      items.push({
        id: this.dispense(`${this.chapterId}-${hash(`item ${plainTextOfBlocks(blocks)}`)}`),
        label,
        blocks,
      });
    }
    this.at += 1;
    const words = items.map((item) => plainTextOfBlocks(item.blocks)).join("\n");
    return { type: "list", ordered, tight, items, ...this.base(NO_ATTRIBUTES, span, `list ${words}`) };
  }

  private definitions(span: Span): Block {
    const items: { id: string; term: readonly Inline[]; bodies: (readonly Block[])[] }[] = [];
    for (; this.tokens[this.at]!.type !== "dl_close"; ) {
      const token = this.tokens[this.at]!;
      this.at += 1;
      if (token.type === "dt_open") {
        const term = this.blockInlines();
        const attributes = this.takePending();
        this.at += 1;
        items.push({ id: this.blockId(attributes, slug(plainText(term))), term, bodies: [] });
      } else {
        items.at(-1)?.bodies.push(this.blocksUntil("dd_close"));
      }
    }
    this.at += 1;
    const words = items.map((item) => plainText(item.term)).join("\n");
    return { type: "definitions", items, ...this.base(NO_ATTRIBUTES, span, `definitions ${words}`) };
  }

  private table(span: Span): Block {
    const rows: (readonly Inline[])[][] = [];
    const align: ("left" | "right" | "centre")[] = [];
    let head: readonly (readonly Inline[])[] = [];
    for (; this.tokens[this.at]!.type !== "table_close"; this.at += 1) {
      const token = this.tokens[this.at]!;
      if (token.type === "tr_open") rows.push([]);
      else if (token.type === "thead_close") head = rows.pop() ?? [];
      else if (token.type === "th_open") align.push(alignOf(String(token.attrGet("style") ?? "")));
      else if (token.type === "inline") rows.at(-1)!.push(this.inlines(token.children ?? []));
    }
    this.at += 1;
    const words = [...head, ...rows.flat()].map(plainText).join("\n");
    return { type: "table", align, head, rows, ...this.base(NO_ATTRIBUTES, span, words) };
  }

  private container(open: Token, span: Span, before: Block[]): Block | null {
    const name = open.info.trim();
    if (name === "epigraph") return this.quote("epigraph", "container_any_close", span);
    if (name === "signature") return this.signature(span);
    const blocks = this.blocksUntil("container_any_close");
    const last = before.at(-1);
    if (name === "description" && last?.type === "figure") {
      before[before.length - 1] = { ...last, description: blocks };
      return null;
    }
    const known = ["epigraph", "signature", "description"];
    const meant = nearest(name, known);
    const message = name === "description" ? "a description stands behind no figure" : `"::: ${name}" is not known`;
    const hint = meant && meant !== name ? `did you mean "::: ${meant}"?` : `known: ${known.join(", ")}`;
    this.complain(error("syntax/attribute", message, { ...span, end: span.start + open.info.length + 3 }, hint));
    before.push(...blocks);
    return null;
  }

  private signature(span: Span): Block {
    const lines: Inline[][] = [];
    for (; this.tokens[this.at]!.type !== "container_any_close"; this.at += 1) {
      const token = this.tokens[this.at]!;
      if (token.type !== "inline") continue;
      const parts: Token[][] = [[]];
      for (const child of token.children ?? []) {
        if (child.type === "softbreak" || child.type === "hardbreak") parts.push([]);
        else parts.at(-1)!.push(child);
      }
      lines.push(...parts.map((part) => this.inlines(part)));
    }
    this.at += 1;
    return { type: "signature", lines, ...this.base(NO_ATTRIBUTES, span, lines.map(plainText).join("\n")) };
  }

  /** A paragraph that holds an image alone is a figure. */
  private figure(span: Span): Block | null {
    const inline = this.tokens[this.at]!;
    const children = (inline.children ?? []).filter((child) => child.type !== "text" || child.content.trim() !== "");
    const image = children[0];
    if (image?.type !== "image") return null;
    const behind = children.slice(1).map((child) => (child.type === "text" ? child.content : "\u0000"));
    const found = behind.length === 0 ? null : attributesAtStart(behind.join(""));
    if (behind.length > 0 && found?.length !== behind.join("").trimEnd().length) return null;
    this.at += 2;
    const attributes = found?.attributes ?? NO_ATTRIBUTES;
    const path = decoded(String(image.attrGet("src") ?? ""));
    const alt = plainText(this.inlines(image.children ?? []));
    const { classes } = attributes;
    const lang = this.langOf({ ...attributes, classes: classes.filter((each) => each !== "half") }, [".half"]);
    const caption = this.inlines(tokenizeInline(String(image.attrGet("title") ?? ""), this.env));
    if (alt.trim() === "") {
      this.complain(
        error(
          "image/alt",
          `the image ${path} has no alternative text`,
          span,
          "write what it shows: ![what it shows](…)",
        ),
      );
    }
    return {
      type: "figure",
      image: path,
      alt,
      caption,
      description: [],
      width: classes.includes("half") ? "half" : "text",
      id: this.blockId(attributes, hash(path)),
      span,
      lang,
    };
  }

  // -------------------------------------------------------------------------------------------- inlines

  /** `top`: the inlines end a block, so that attributes may stand at their end. */
  private inlines(tokens: readonly Token[], top = false): Inline[] {
    const stack: { inlines: Inline[]; wrap: (children: Inline[]) => Inline[] }[] = [
      { inlines: [], wrap: (children) => children },
    ];
    const add = (...inlines: Inline[]): void => {
      for (const inline of inlines) pushInline(stack.at(-1)!.inlines, inline);
    };
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i]!;
      switch (token.type) {
        case "text":
        case "text_special":
          this.text(token.content, add);
          break;
        case "softbreak":
          add({ type: "text", text: " " });
          break;
        case "hardbreak":
          add({ type: "line_break" });
          break;
        case "code_inline":
          add({ type: "code", children: [{ type: "text", text: token.content }] });
          break;
        case "em_open":
          stack.push({ inlines: [], wrap: (children) => [{ type: "emph", children }] });
          break;
        case "strong_open":
          stack.push({ inlines: [], wrap: (children) => [{ type: "strong", children }] });
          break;
        case "span_open":
          stack.push({ inlines: [], wrap: this.spanWrap(attributesOf(token)) });
          break;
        case "link_open": {
          const { wrap, used } = this.linkWrap(token, tokens, i);
          if (used) skipAttributes(tokens, i);
          stack.push({ inlines: [], wrap });
          break;
        }
        case "em_close":
        case "strong_close":
        case "span_close":
        case "link_close": {
          const done = stack.pop()!;
          add(...done.wrap(done.inlines));
          break;
        }
        case "lost_note_ref":
          this.complain(
            warning("note/lost", `the note of call ${token.content} is lost`, this.find(`[^?${token.content}]`)),
          );
          add({ type: "lost_note_ref", mark: token.content });
          break;
        case "footnote_ref":
          add(this.call(token));
          break;
        case "image":
          this.complain(
            error(
              "syntax/attribute",
              "an image stands inside a line",
              this.find(`](${String(token.attrGet("src"))}`),
              "put it into a paragraph of its own",
            ),
          );
          add({ type: "text", text: token.content });
          break;
        default:
          throw new Error(`unexpected inline token ${token.type}`);
      }
    }
    const inlines = stack[0]!.inlines;
    if (top) this.takeAttributes(inlines);
    return trimmed(inlines);
  }

  /** Attributes behind a blank at the end of a block's words belong to the block. */
  private takeAttributes(inlines: Inline[]): void {
    const last = inlines.at(-1);
    const found = last?.type === "text" ? attributesAtEnd(last.text) : null;
    this.pending = found?.attributes ?? NO_ATTRIBUTES;
    if (!found) return;
    inlines.pop();
    if (found.rest !== "") inlines.push({ type: "text", text: found.rest });
  }

  private takePending(): Attributes {
    const attributes = this.pending;
    this.pending = NO_ATTRIBUTES;
    return attributes;
  }

  private text(content: string, add: (...inlines: Inline[]) => void): void {
    for (const [undefinedCall] of content.matchAll(/\[\^[^\]\s]+\]/g)) this.complainOfUndefined(undefinedCall);
    for (const [tag] of content.matchAll(/<\/?[a-zA-Z][^<>]*>|<!--/g)) {
      this.complain(
        warning(
          "syntax/html",
          `${tag} is raw HTML and is printed as it stands`,
          this.find(tag),
          "docs/manuscript.md lists what to write instead",
        ),
      );
    }
    const text = content.replaceAll("\t", " ");
    if (text !== "") add({ type: "text", text });
  }

  private spanWrap(attributes: Attributes): (children: Inline[]) => Inline[] {
    const { classes, pairs, id } = attributes;
    const of = pairs.get("of");
    const known = ["sc", "sup", "sub", "term", "noterm", "index"];
    const names = [...known.map((each) => `.${each}`), "of", "lang"];
    for (const each of classes) if (!known.includes(each)) this.complainOfAttribute(`.${each}`, names);
    for (const key of pairs.keys()) if (key !== "of" && key !== "lang") this.complainOfAttribute(key, names);
    return (children) => {
      let inlines: Inline[] = children;
      if (classes.includes("sc")) inlines = [{ type: "small_caps", children: inlines }];
      if (classes.includes("sup")) inlines = [{ type: "superior", children: inlines }];
      if (classes.includes("sub")) inlines = [{ type: "inferior", children: inlines }];
      const lang = pairs.get("lang");
      if (lang !== undefined) inlines = [{ type: "lang", lang, children: inlines }];
      const words = plainText(children);
      if (classes.includes("term")) {
        inlines = [{ type: "term_ref", term: of ?? words, id: id ?? "", children: inlines }];
      }
      if (classes.includes("noterm")) inlines = [{ type: "term_ref", term: "", id: "", children: inlines }];
      if (classes.includes("index")) {
        const made = this.dispense(`${this.chapterId}-index-${slug(of ?? words)}`);
        inlines = [{ type: "index_mark", entry: of ?? words, id: id ?? made, children: inlines }];
      }
      return inlines;
    };
  }

  private linkWrap(
    open: Token,
    tokens: readonly Token[],
    at: number,
  ): { wrap: (children: Inline[]) => Inline[]; used: boolean } {
    const href = String(open.attrGet("href") ?? "");
    if (href.startsWith("#")) {
      const found = attributesBehindLink(tokens, at);
      const form = found?.classes.includes("page") ? "page" : "text";
      const target = decoded(href.slice(1));
      return { wrap: (children) => [{ type: "cross_ref", target, form, children }], used: found !== null };
    }
    if (!/^(?:https?:\/\/|mailto:)/i.test(href)) {
      this.complain(
        error(
          "link/undefined",
          `the link ${href} leads neither into the book nor to the web`,
          this.find(`](${href}`),
          "inside the book a link is #id; outside it begins with https://",
        ),
      );
      return { wrap: (children) => children, used: false };
    }
    return { wrap: (children) => [{ type: "link", href, children }], used: false };
  }

  // -------------------------------------------------------------------------------------------- notes

  /** Takes the notes' definitions out of the tokens: calls may come before or behind them. */
  private takeNotes(tokens: readonly Token[]): Token[] {
    const rest: Token[] = [];
    let open: { label: string; body: Token[] } | null = null;
    for (const token of tokens) {
      if (token.type === "footnote_reference_open") open = { label: String(token.meta?.label), body: [] };
      else if (token.type === "footnote_reference_close" && open) {
        this.noteDefinition(open.label, open.body);
        open = null;
      } else (open?.body ?? rest).push(token);
    }
    return rest;
  }

  private noteDefinition(label: string, body: Token[]): void {
    const span = this.find(`[^${label}]:`);
    if (this.notes.has(label)) {
      const hint = "give one of them another label, and its call too";
      this.complain(error("note/duplicate", `a second note is called [^${label}]`, span, hint));
      return;
    }
    this.addNote(label, span, () => this.readBody(body));
  }

  private addNote(label: string, span: Span, read: () => readonly Block[]): FoundNote {
    const id = this.dispense(`${this.chapterId}-note-${slug(label).replace(/^n(?=\d)/, "")}`);
    const note: FoundNote = { id, label, by: seriesOf(label), span, read, calls: [], mark: null };
    this.notes.set(label, note);
    return note;
  }

  private readBody(tokens: Token[]): readonly Block[] {
    const [saved, at] = [this.tokens, this.at];
    this.tokens = tokens;
    this.at = 0;
    const blocks = this.blocksUntil(null);
    [this.tokens, this.at] = [saved, at];
    return blocks;
  }

  private call(token: Token): Inline {
    const meta = token.meta as { id: number; label?: string };
    const note = meta.label === undefined ? this.inlineNoteOf(meta.id) : this.notes.get(meta.label);
    assert(note, `the note of call ${meta.label} was not taken from the tokens`);
    if (note.mark === null) {
      const count = (this.counts.get(note.by) ?? 0) + 1;
      this.counts.set(note.by, count);
      note.mark = printedMark(note.by, count);
      this.called.push(note);
    }
    const id = note.calls.length === 0 ? `${note.id}-call` : `${note.id}-call-${note.calls.length + 1}`;
    note.calls.push(id);
    return { type: "note_ref", note: note.id, id, mark: note.mark, by: note.by };
  }

  private inlineNoteOf(id: number): FoundNote {
    const { content, tokens } = inlineNote(this.env, id);
    const label = this.dispense(`inline-${hash(content)}`);
    const span = this.find(`^[${content}`);
    return this.addNote(label, span, () => {
      const children = this.inlines(tokens);
      return [{ type: "paragraph", children, ...this.base(NO_ATTRIBUTES, span, plainText(children)) }];
    });
  }

  /** Bodies in the order of first calls; calls inside bodies come after all calls of the text. */
  private readNotes(): Note[] {
    const read: { note: FoundNote; blocks: readonly Block[] }[] = [];
    for (let i = 0; i < this.called.length; i += 1) {
      const note = this.called[i]!;
      this.here = note.span;
      read.push({ note, blocks: note.read() });
    }
    return read.map(({ note, blocks }) => ({
      id: note.id,
      label: note.label,
      mark: note.mark!,
      by: note.by,
      blocks,
      span: note.span,
      calls: note.calls,
      refersTo: null,
    }));
  }

  /** A text that is no chapter has no place for notes. */
  private complainOfNotes(): void {
    for (const note of this.notes.values()) {
      const hint = "put what the note says into the text";
      this.complain(error("note/place", "a note stands where none can be printed", note.span, hint));
    }
  }

  private complainOfUnused(): void {
    for (const note of this.notes.values()) {
      if (note.mark !== null) continue;
      const words = plainTextOfBlocks(note.read());
      const shown = words.length > 40 ? `${words.slice(0, 40)}…` : words;
      const hint = `put [^${note.label}] where “${shown}” belongs, or take the note out`;
      this.complain(error("note/unused", `the note [^${note.label}] is never called`, note.span, hint));
    }
  }

  private complainOfUndefined(call: string): void {
    const labels = [...this.notes.keys()];
    const label = call.slice(2, -1);
    const numbers = labels.filter((each) => /^\d+$/.test(each)).map(Number);
    const meant = nearest(label, labels);
    const hints =
      numbers.length > 1 && /^\d+$/.test(label)
        ? [`the notes of this chapter run from ${Math.min(...numbers)} to ${Math.max(...numbers)}`]
        : meant
          ? [`did you mean [^${meant}]?`]
          : [`write the note as a line [^${label}]: …, or mark it as lost: [^?${label}]`];
    this.complain(error("note/undefined", `no note is called ${call}`, this.find(call), ...hints));
  }

  // -------------------------------------------------------------------------------------------- places

  private complain(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  private complainOfAttribute(name: string, known: readonly string[]): void {
    const meant = nearest(name, known);
    const hint = meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`;
    this.complain(error("syntax/attribute", `the attribute ${name} is not known`, this.find(name), hint));
  }

  private span(start: number, end: number): Span {
    return { file: this.source.file, start: start + this.offset, end: end + this.offset };
  }

  private spanOf(token: Token): Span {
    if (!token.map) return this.here;
    const start = this.bodyStart + (this.lineStarts[token.map[0]] ?? 0);
    const end = this.bodyStart + (this.lineStarts[token.map[1]] ?? this.source.text.length);
    const text = this.source.text.slice(start, end);
    return this.span(start, end - (text.length - text.trimEnd().length));
  }

  /** Tokens inside a line know no place: the next occurrence of `needle` in the block at hand is the one meant. */
  private find(needle: string): Span {
    const from = this.here.start - this.offset;
    const key = `${from} ${needle}`;
    const found = this.source.text.indexOf(needle, this.searchFrom.get(key) ?? from);
    if (found === -1) return this.here;
    this.searchFrom.set(key, found + needle.length);
    return this.span(found, found + needle.length);
  }
}

/** From the file's name without its number: "03-march.md" is "march". */
export function chapterIdOf(file: string): string {
  const name = file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const words = name.replace(/^\d+[-_. ]*/, "");
  return slug(words === "" ? `chapter-${name}` : words);
}

/** An address as it was written; one whose escapes are no UTF-8 is left as it is. */
function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function alignOf(style: string): "left" | "right" | "centre" {
  if (style.includes("right")) return "right";
  return style.includes("center") ? "centre" : "left";
}

/** Neighbouring runs of text become one. */
function pushInline(inlines: Inline[], inline: Inline): void {
  const last = inlines.at(-1);
  if (inline.type === "text" && last?.type === "text") {
    inlines[inlines.length - 1] = { type: "text", text: last.text + inline.text };
  } else inlines.push(inline);
}

function trimmed(inlines: Inline[]): Inline[] {
  const [first, last] = [inlines[0], inlines.at(-1)];
  if (first?.type === "text") inlines[0] = { type: "text", text: first.text.replace(/^ +/, "") };
  if (last?.type === "text") {
    const end = inlines[inlines.length - 1] as { type: "text"; text: string };
    inlines[inlines.length - 1] = { type: "text", text: end.text.replace(/ +$/, "") };
  }
  return inlines.filter((inline) => inline.type !== "text" || inline.text !== "");
}

/** The text token behind the link that opens at `at`, if it begins with attributes. */
function behindLink(
  tokens: readonly Token[],
  at: number,
): { token: Token; attributes: Attributes; length: number } | null {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    depth += tokens[i]!.nesting;
    if (depth > 0) continue;
    const token = tokens[i + 1];
    const found = token?.type === "text" ? attributesAtStart(token.content) : null;
    return found && token ? { token, ...found } : null;
  }
  return null;
}

function attributesBehindLink(tokens: readonly Token[], at: number): Attributes | null {
  return behindLink(tokens, at)?.attributes ?? null;
}

function skipAttributes(tokens: readonly Token[], at: number): void {
  const found = behindLink(tokens, at);
  if (found) found.token.content = found.token.content.slice(found.length);
}
