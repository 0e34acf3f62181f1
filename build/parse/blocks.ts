// Takes markdown-it's tokens of a text; gives the blocks of the model, read once, front to back.

import type { Token } from "markdown-it";
import type { Block, Inline, ListItem, VerseLine } from "../book.ts";
import { error, nearest } from "../diagnostic.ts";
import type { Span } from "../text.ts";
import { plainText, plainTextOfBlocks } from "../walk.ts";
import { type Attributes, attributesAtStart, NO_ATTRIBUTES } from "./attributes.ts";
import { hash, slug } from "./ids.ts";
import { decoded, type InlineReader } from "./inlines.ts";
import { tokenizeInline } from "./markdown.ts";
import type { NoteBody } from "./notes.ts";
import type { Reading } from "./reading.ts";

export class BlockReader {
  private tokens: readonly Token[] = [];
  private at = 0;
  private readonly reading: Reading;
  private readonly inlines: InlineReader;

  constructor(reading: Reading, inlines: InlineReader) {
    this.reading = reading;
    this.inlines = inlines;
  }

  read(tokens: readonly Token[]): Block[] {
    const [saved, at] = [this.tokens, this.at];
    this.tokens = tokens;
    this.at = 0;
    const blocks = this.blocksUntil(null);
    [this.tokens, this.at] = [saved, at];
    return blocks;
  }

  readNote({ tokens, inline }: NoteBody): readonly Block[] {
    if (!inline) return this.read(tokens);
    const span = this.reading.here;
    const children = this.inlines.read(tokens);
    return [{ type: "paragraph", children, ...this.base(NO_ATTRIBUTES, span, plainText(children)) }];
  }

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
    const span = this.reading.spanOf(token);
    this.reading.here = span;
    switch (token.type) {
      case "heading_open": {
        const children = this.blockInlines();
        const attributes = this.inlines.takePending();
        this.at += 1;
        const level = Number(token.tag.slice(1));
        const id = this.blockId(attributes, slug(plainText(children)));
        return { type: "heading", level, children, id, span, lang: this.langOf(attributes) };
      }
      case "paragraph_open": {
        const figure = this.figure(span);
        if (figure) return figure;
        const children = this.blockInlines();
        const attributes = this.inlines.takePending();
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
    return this.inlines.read(token.children ?? [], true);
  }

  private base(attributes: Attributes, span: Span, words: string): { id: string; span: Span; lang: string | null } {
    return { id: this.blockId(attributes, hash(words)), span, lang: this.langOf(attributes) };
  }

  private blockId(attributes: Attributes, made: string): string {
    return attributes.id ?? this.reading.dispense(`${this.reading.chapterId}-${made}`);
  }

  /** The language a block is in; every other attribute of a block but its id is a mistake. */
  private langOf(attributes: Attributes, alsoKnown: readonly string[] = []): string | null {
    const known = ["lang", ...alsoKnown];
    for (const key of attributes.pairs.keys()) if (key !== "lang") this.reading.complainOfAttribute(key, known);
    for (const each of attributes.classes) this.reading.complainOfAttribute(`.${each}`, known);
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
        stanzas.at(-1)!.push({ indent, children: this.inlines.read(token.children ?? []) });
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
        id: this.reading.dispense(`${this.reading.chapterId}-${hash(`item ${plainTextOfBlocks(blocks)}`)}`),
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
        const attributes = this.inlines.takePending();
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
      else if (token.type === "inline") rows.at(-1)!.push(this.inlines.read(token.children ?? []));
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
    this.reading.complain(
      error("syntax/attribute", message, { ...span, end: span.start + open.info.length + 3 }, hint),
    );
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
      lines.push(...parts.map((part) => this.inlines.read(part)));
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
    const alt = plainText(this.inlines.read(image.children ?? []));
    const { classes } = attributes;
    const lang = this.langOf({ ...attributes, classes: classes.filter((each) => each !== "half") }, [".half"]);
    const caption = this.inlines.read(tokenizeInline(String(image.attrGet("title") ?? ""), this.reading.env));
    if (alt.trim() === "") {
      this.reading.complain(
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
}

function alignOf(style: string): "left" | "right" | "centre" {
  if (style.includes("right")) return "right";
  return style.includes("center") ? "centre" : "left";
}
