// A chapter's blocks as a column of rows without end, and its notes as another; `pages` cuts them. Every block is set here:
// its lines are broken, its structure nodes made, its place kept. Rows stand on the grid of the text's leading; what is set
// on another leading is filled up to it.

import type {
  Block,
  Chapter,
  Definitions,
  Figure,
  Inline,
  List,
  Note,
  Quote,
  Signature,
  Table,
  Verse,
} from "../book.ts";
import { never } from "../diagnostic.ts";
import type { BodyLine, HeadingStyle, TextSize, Theme } from "../page.ts";
import { bylineOf } from "../walk.ts";
import { draw, type LineShape } from "./draw.ts";
import { ItemBuilder, type Items, type Style } from "./items.ts";
import { type Broken, breakLines, type Setup, strainLines } from "./lines.ts";
import { type FirstWords, firstWords } from "./opening.ts";
import type { Printed, RowPlace } from "./printed.ts";
import { round, type Scene, type Sheet } from "./scene.ts";

/** What a page is filled with: it is never cut. */
export interface Row {
  readonly height: number;
  /** Notes that are called up to the end of this row, counted from the chapter's start. */
  readonly notes: number;
  readonly hyphenated: boolean;
  /** Where its words begin and end, if they are all of their paragraph. */
  readonly extent?: { readonly left: number; readonly right: number };
  /** Set where an earlier edition's lines are kept; rows without words have none. */
  readonly place?: RowPlace;
  /** `top` is the row's upper edge; `shift`: how far to the right of its place it stands. */
  readonly draw: (sheet: Sheet, top: number, shift?: number) => void;
}

/** A way to set a chunk, and what it costs beyond the best. */
export interface Variant {
  readonly rows: readonly Row[];
  readonly cost: number;
}

/** Rows that belong together: a paragraph, a heading, a table's row. */
export interface Chunk {
  /** White above, in points; falls away at the head of a page unless `stays`. */
  readonly before: number;
  readonly stays: boolean;
  /** Begins on the grid. */
  readonly grid: boolean;
  /** The best first; never empty. */
  readonly variants: readonly Variant[];
  /** Variants of worse lines, of other numbers of rows. */
  readonly strained: () => readonly Variant[];
  /** 0: a page may end behind it; 1: better not; 2: only where nothing else is left. */
  readonly keepNext: 0 | 1 | 2;
  /** A page may end between its rows. */
  readonly breakable: boolean;
}

export interface SetNote {
  readonly note: string;
  readonly rows: readonly Row[];
}

export interface Flow {
  readonly chunks: readonly Chunk[];
  /** In the order in which their pages come. */
  readonly notes: readonly SetNote[];
  /** Ids of blocks without words that stand at the very end. */
  readonly anchors: readonly string[];
}

export type ImageSizes = ReadonlyMap<string, { readonly width: number; readonly height: number }>;

/** Where and how a block is set. */
interface Frame {
  readonly x: number;
  readonly width: number;
  readonly look: TextSize;
  readonly kind: BodyLine["kind"];
  readonly lang: string;
  /** Parent of the nodes made. */
  readonly node: number;
  readonly align: LineShape["align"];
  readonly italic: boolean;
  readonly bold: boolean;
  readonly family: string;
  readonly smallCaps: boolean;
  /** First-line indent in points. */
  readonly indent: number;
  /** Indent of the lines after the first. */
  readonly hang: number;
  readonly block: string;
  readonly grid: boolean;
}

/** A letter as high as several lines, at the beginning of a paragraph. */
interface DropCap {
  readonly letter: LineShape;
  readonly lines: number;
  /** What the lines beside it give up. */
  readonly width: number;
}

interface Setting {
  readonly frame: Frame;
  readonly indent: number;
  readonly drop: DropCap | null;
}

/** A paragraph broken, and what that costs beyond the best. */
interface Way {
  readonly broken: Broken;
  readonly cost: number;
}

interface ParagraphParts {
  readonly items: Items;
  readonly drop?: DropCap | null;
  readonly frame: Frame;
  readonly indent: number;
  readonly base: number;
  readonly before: number;
  readonly keepNext?: Chunk["keepNext"];
  readonly stays?: boolean;
}

const FIRST_BASELINE = 0.7;
/** A table of at most this share of a page is not divided. */
const SHORT_TABLE = 0.4;

/** Demerits of a paragraph set to worse lines than its tolerance, beside theirs: only faults are worth it. */
const STRAIN = 150_000;

export class FlowBuilder {
  readonly #scene: Scene;
  readonly #theme: Theme;
  readonly #chapter: Chapter;
  readonly #images: ImageSizes;
  readonly #printed: Printed | null;
  readonly #grid: number;
  readonly #measure: number;
  #chunks: Chunk[] = [];
  readonly #notes: SetNote[] = [];
  readonly #noteById: ReadonlyMap<string, Note>;
  readonly #ordinal = new Map<string, number>();
  readonly #called: Note[] = [];
  #set = 0;
  /** Notes called before the items made last. */
  #before = 0;

  constructor(scene: Scene, theme: Theme, chapter: Chapter, images: ImageSizes, printed: Printed | null = null) {
    this.#printed = printed;
    this.#scene = scene;
    this.#theme = theme;
    this.#chapter = chapter;
    this.#images = images;
    this.#grid = theme.text.leading;
    this.#measure = theme.page.width - theme.margins.inner - theme.margins.outer;
    this.#noteById = new Map(chapter.notes.map((note) => [note.id, note]));
  }

  build(): Flow {
    const frame = this.#textFrame();
    this.#opening(frame);
    this.#blocks(this.#chapter.blocks, frame, true);
    for (const note of this.#chapter.notes) this.#call(note.id);
    this.#setCalled();
    return { chunks: this.#chunks, notes: this.#notes, anchors: this.#waiting };
  }

  #textFrame(): Frame {
    const theme = this.#theme;
    return {
      x: 0,
      width: this.#measure,
      look: theme.text,
      kind: "text",
      lang: this.#chapter.lang,
      node: -1,
      align: theme.align === "justify" ? "justify" : "left",
      italic: false,
      bold: false,
      family: theme.faces.text,
      smallCaps: false,
      indent: theme.indent * theme.text.size,
      hang: 0,
      block: this.#chapter.id,
      grid: true,
    };
  }

  // -------------------------------------------------------------------------------------------------- opening

  #opening(frame: Frame): void {
    const { chapter: style, faces } = this.#theme;
    const chapter = this.#chapter;
    const align = style.titleAlign === "centre" ? "centre" : "left";
    const leading = Math.ceil((style.titleSize * 1.15) / (this.#grid / 2)) * (this.#grid / 2);
    const sink = style.opening === "run-on" ? 2 : style.sink;
    const head: Frame = { ...frame, kind: "heading", align, family: faces.display, block: chapter.id, indent: 0 };
    const title: Frame = {
      ...head,
      look: { size: style.titleSize, leading },
      italic: style.titleStyle === "italic",
      smallCaps: style.titleStyle === "small-caps",
      node: this.#scene.node("H1", -1, { id: chapter.id }),
    };
    const items = this.#items(chapter.title, title, chapter.id);
    this.#paragraph({ items, frame: title, indent: 0, base: 0, before: sink * this.#grid, keepNext: 2, stays: true });
    const below = [
      { text: chapter.subtitle, italic: true, smallCaps: false, before: this.#grid / 2 },
      { text: chapter.author, italic: false, smallCaps: true, before: this.#grid / 2 },
      { text: bylineOf(chapter), italic: true, smallCaps: false, before: chapter.author === null ? this.#grid / 2 : 0 },
    ];
    for (const { text, italic, smallCaps, before } of below) {
      if (text === null) continue;
      const node = this.#scene.node("P", -1);
      const line: Frame = { ...head, family: faces.text, look: this.#theme.text, italic, smallCaps, node };
      const words = this.#items([{ type: "text", text }], line, null);
      this.#paragraph({ items: words, frame: line, indent: 0, base: 0, before, keepNext: 2 });
    }
    this.#space = 2 * this.#grid;
    this.#plainNext = true;
  }

  /** White owed to the next chunk. */
  #space = 0;
  /** The next paragraph follows an opening, a heading or a break: no indent. */
  #plainNext = false;

  // -------------------------------------------------------------------------------------------------- blocks

  #blocks(blocks: readonly Block[], frame: Frame, top: boolean): void {
    blocks.forEach((block, i) => {
      if (top) this.#scene.span = block.span;
      const next = blocks[i + 1];
      this.#block(block, block.lang === null ? frame : { ...frame, lang: block.lang }, next);
      if (top) this.#setCalled();
    });
  }

  #block(block: Block, frame: Frame, next: Block | undefined): void {
    switch (block.type) {
      case "heading":
        this.#heading(block.id, block.level, block.children, frame);
        return;
      case "paragraph": {
        const node = this.#scene.node("P", frame.node, { id: block.id, lang: block.lang });
        const set = { ...frame, node, block: block.id };
        const first = this.#takeFirst(block.children, frame);
        const indent = this.#plainNext || first.opens ? 0 : frame.indent;
        const introduces =
          next !== undefined && (next.type === "quote" || next.type === "verse" || next.type === "list");
        this.#plainNext = false;
        const keepNext = introduces ? 1 : 0;
        const drop = first.drop === null ? null : this.#dropCap(first.drop, set);
        const items = this.#items(first.inlines, set, block.id, first.drop ?? "");
        this.#paragraph({ items, frame: set, indent, base: 0, before: 0, keepNext, drop });
        return;
      }
      case "quote":
        this.#quote(block, frame);
        return;
      case "verse":
        this.#verse(block, frame);
        return;
      case "list":
        this.#list(block, frame);
        return;
      case "definitions":
        this.#definitions(block, frame);
        return;
      case "figure":
        this.#figure(block, frame);
        return;
      case "table":
        this.#table(block, frame);
        return;
      case "preformatted": {
        const node = this.#scene.node("P", frame.node, { id: block.id, lang: block.lang });
        this.#around(() => {
          let base = 0;
          block.text.split("\n").forEach((text, i) => {
            const blanks = text.length - text.trimStart().length;
            const x = frame.x + (blanks * frame.look.size) / 3;
            const set: Frame = {
              ...frame,
              node,
              block: block.id,
              align: "left",
              x,
              width: Math.max(frame.width / 4, frame.width - x + frame.x),
              hang: frame.look.size,
            };
            const items = this.#items(
              [{ type: "code", children: [{ type: "text", text: text.trimStart().replaceAll("\t", "  ") }] }],
              set,
              i === 0 ? block.id : null,
            );
            if (items.count === 0) this.#space += frame.look.leading;
            else this.#paragraph({ items, frame: set, indent: 0, base, before: 0 });
            base += text.length + 1;
          });
        });
        return;
      }
      case "signature":
        this.#signature(block, frame);
        return;
      case "rule":
        this.#rule(block.id);
        return;
      default:
        never(block);
    }
  }

  /** The chapter's first words are set apart where they open its first paragraph of text. */
  #takeFirst(inlines: readonly Inline[], frame: Frame): FirstWords & { readonly opens: boolean } {
    const { firstLine } = this.#theme.chapter;
    const opens = this.#opens && frame.kind === "text" && frame.node === -1;
    if (opens) this.#opens = false;
    const words = opens && firstLine !== "plain" ? firstWords(inlines, firstLine) : null;
    return { ...(words ?? { drop: null, inlines }), opens };
  }

  /** The chapter has had no paragraph of text yet. */
  #opens = true;

  /** Its foot stands on the last of its lines, its head is as high as the first line's capitals. */
  #dropCap(letter: string, frame: Frame): DropCap {
    const theme = this.#theme;
    const lines = theme.chapter.dropCapLines;
    const { size, leading } = frame.look;
    const capHeight = this.#scene.words.fonts.face(frame.family).capHeight / 1000;
    const large = { size: ((lines - 1) * leading + capHeight * size) / capHeight, leading };
    const builder = new ItemBuilder(this.#scene);
    builder.addForeign(letter, this.#style({ ...frame, look: large }));
    const items = builder.finish();
    const [broken] = this.#break(items, { frame: { ...frame, align: "left" }, indent: 0, drop: null });
    const [line] = this.#shapes(items, broken!, { frame: { ...frame, align: "left" }, indent: 0, drop: null }, 0);
    return { letter: { ...line!, goesOn: true }, lines, width: items.width[0]! + 0.12 * size };
  }

  #heading(id: string, level: number, children: readonly Inline[], frame: Frame): void {
    const styles = this.#theme.headings;
    const style: HeadingStyle = styles[Math.min(level - 2, styles.length - 1)]!;
    const role = (["H2", "H3", "H4", "H5", "H6"] as const)[Math.max(0, Math.min(4, level - 2))]!;
    const set: Frame = {
      ...frame,
      kind: "heading",
      look: style,
      family: this.#theme.faces.display,
      align: style.align === "centre" ? "centre" : "left",
      italic: style.style === "italic",
      smallCaps: style.style === "small-caps",
      node: this.#scene.node(role, frame.node, { id }),
      block: id,
    };
    const items = this.#items(children, set, id);
    this.#paragraph({ items, frame: set, indent: 0, base: 0, before: style.above * this.#grid, keepNext: 2 });
    this.#space = style.below * this.#grid;
    this.#plainNext = true;
  }

  #quote(block: Quote, frame: Frame): void {
    const epigraph = block.role === "epigraph";
    const theme = this.#theme;
    const node = this.#scene.node("BlockQuote", frame.node, { id: block.id, lang: block.lang });
    const inset = theme.quoteIndent * theme.text.size;
    const x = frame.x + (epigraph ? frame.width * 0.3 : inset);
    const width = epigraph ? frame.width * 0.7 : Math.max(frame.width / 2, frame.width - 2 * inset);
    const look = frame.kind === "note" ? frame.look : theme.quote;
    const set: Frame = { ...frame, x, width, look, node, block: block.id, indent: theme.indent * look.size };
    this.#around(() => {
      this.#anchor(block.id);
      this.#plainNext = true;
      this.#blocks(block.blocks, epigraph ? { ...set, align: "left" } : set, false);
      if (block.attribution) {
        const by: Frame = { ...set, node: this.#scene.node("P", node), align: "right" };
        this.#paragraph({ items: this.#items(block.attribution, by, null), frame: by, indent: 0, base: 0, before: 0 });
      }
    });
  }

  #verse(block: Verse, frame: Frame): void {
    const theme = this.#theme;
    const look = frame.kind === "note" ? frame.look : theme.verse;
    const x = frame.x + theme.quoteIndent * theme.text.size;
    const around = this.#scene.node("BlockQuote", frame.node, { id: block.id, lang: block.lang });
    this.#around(() => {
      this.#anchor(block.id);
      let base = 0;
      block.stanzas.forEach((stanza, s) => {
        if (s > 0) this.#space += look.leading;
        const node = this.#scene.node("P", around);
        for (const line of stanza) {
          const left = Math.min(x + line.indent * look.size, frame.x + frame.width / 2);
          const set: Frame = {
            ...frame,
            x: left,
            width: frame.x + frame.width - left,
            look,
            node,
            block: block.id,
            align: "left",
            hang: 2 * look.size,
          };
          const items = this.#items(line.children, set, null);
          this.#paragraph({ items, frame: set, indent: 0, base, before: 0 });
          base += items.plain.length + 1;
        }
      });
    });
  }

  #list(block: List, frame: Frame): void {
    const numbering = block.ordered ? "Decimal" : "Disc";
    const node = this.#scene.node("L", frame.node, {
      id: block.id,
      lang: block.lang,
      attributes: { ListNumbering: numbering },
    });
    const inset = frame.look.size * (block.ordered ? 2 : 1.5);
    this.#around(() => {
      this.#anchor(block.id);
      for (const item of block.items) {
        const entry = this.#scene.node("LI", node, { id: item.id });
        const label = { ...frame, node: this.#scene.node("Lbl", entry) };
        const body: Frame = {
          ...frame,
          x: frame.x + inset,
          width: frame.width - inset,
          node: this.#scene.node("LBody", entry),
          block: item.id,
        };
        this.#label = { text: item.label, frame: label, id: item.id, x: frame.x };
        this.#plainNext = true;
        this.#blocks(item.blocks, body, false);
        if (this.#label !== null)
          this.#paragraph({ items: this.#items([], body, null), frame: body, indent: 0, base: 0, before: 0 });
        if (!block.tight) this.#space = Math.max(this.#space, 0);
      }
    });
  }

  #definitions(block: Definitions, frame: Frame): void {
    const node = this.#scene.node("L", frame.node, { id: block.id, lang: block.lang });
    const inset = frame.look.size * 1.5;
    this.#around(() => {
      this.#anchor(block.id);
      for (const item of block.items) {
        const entry = this.#scene.node("LI", node, { id: item.id });
        const label = { ...frame, node: this.#scene.node("Lbl", entry), block: item.id, italic: true };
        const items = this.#items(item.term, label, item.id);
        this.#paragraph({ items, frame: label, indent: 0, base: 0, before: 0, keepNext: 2 });
        const body = { ...frame, x: frame.x + inset, width: frame.width - inset, block: item.id };
        for (const blocks of item.bodies) {
          this.#plainNext = true;
          this.#blocks(blocks, { ...body, node: this.#scene.node("LBody", entry) }, false);
        }
      }
    });
  }

  /** A label that stands before the first line of the next paragraph. */
  #label: { readonly text: string; readonly frame: Frame; readonly id: string; readonly x: number } | null = null;

  #signature(block: Signature, frame: Frame): void {
    const node = this.#scene.node("P", frame.node, { id: block.id, lang: block.lang });
    this.#space = Math.max(this.#space, this.#grid / 2);
    this.#keepLast(1);
    let base = 0;
    block.lines.forEach((line, i) => {
      const set: Frame = { ...frame, node, block: block.id, align: "right" };
      const items = this.#items(line, set, i === 0 ? block.id : null);
      this.#paragraph({ items, frame: set, indent: 0, base, before: 0, keepNext: i < block.lines.length - 1 ? 2 : 0 });
      base += items.plain.length + 1;
    });
  }

  #rule(id: string): void {
    const ornament = this.#theme.sectionBreak;
    this.#keepLast(1);
    const frame: Frame = { ...this.#textFrame(), align: "centre", block: id, kind: "furniture", grid: false };
    if (ornament === "") {
      this.#space = Math.max(this.#space, this.#grid);
      this.#anchor(id);
    } else {
      const items = this.#items([{ type: "text", text: ornament }], frame, id);
      this.#paragraph({ items, frame, indent: 0, base: 0, before: this.#grid / 2, keepNext: 1 });
      this.#space = this.#grid / 2;
    }
    this.#plainNext = true;
  }

  /** White of a line above and below. */
  #around(inside: () => void): void {
    this.#space = Math.max(this.#space, this.#grid);
    inside();
    this.#space = this.#grid;
    this.#plainNext = false;
  }

  #keepLast(keepNext: Chunk["keepNext"]): void {
    const last = this.#chunks.at(-1);
    if (last) this.#chunks[this.#chunks.length - 1] = { ...last, keepNext };
  }

  /** Anchors of blocks without words of their own stand with the next row. */
  #anchor(id: string): void {
    this.#waiting.push(id);
  }

  readonly #waiting: string[] = [];

  // -------------------------------------------------------------------------------------------------- figures, tables

  #figure(block: Figure, frame: Frame): void {
    const theme = this.#theme;
    const size = this.#images.get(block.image);
    const alt = [block.alt, ...block.description.map(blockText)].filter((each) => each !== "").join(" ");
    const node = this.#scene.node("Figure", frame.node, { id: block.id, alt, lang: block.lang });
    this.#around(() => {
      if (size && size.width > 0 && size.height > 0) {
        const most = frame.width * (block.width === "half" ? 0.5 : 1);
        const natural = block.image.endsWith(".svg") ? most : (size.width * 72) / 150;
        const tallest = 0.7 * pageDepth(theme) * this.#grid;
        let width = Math.max(1, Math.min(most, natural));
        let height = (width * size.height) / size.width;
        if (height > tallest) {
          width *= tallest / height;
          height = tallest;
        }
        const x = frame.x + (frame.width - width) / 2;
        const row: Row = {
          height,
          notes: this.#called.length,
          hyphenated: false,
          draw: (sheet, top) => {
            sheet.anchor(block.id, x, top);
            sheet.marks.push({
              type: "image",
              x: round(x),
              y: round(top),
              width: round(width),
              height: round(height),
              image: block.image,
              node,
            });
          },
        };
        this.#push([{ rows: [row], cost: 0 }], {
          before: 0,
          keepNext: block.caption.length > 0 ? 2 : 0,
          grid: true,
          stays: false,
          breakable: false,
        });
        this.#space = theme.caption.leading / 2;
      }
      if (block.caption.length > 0) {
        const caption = this.#scene.node("Caption", node);
        const set: Frame = {
          ...frame,
          look: theme.caption,
          kind: "caption",
          node: caption,
          block: block.id,
          align: "centre",
          grid: false,
          indent: 0,
        };
        const items = this.#items(block.caption, set, size ? null : block.id);
        this.#paragraph({ items, frame: set, indent: 0, base: 0, before: 0, keepNext: 0 });
      } else if (!size) this.#anchor(block.id);
    });
  }

  #table(block: Table, frame: Frame): void {
    const columns = Math.max(block.align.length, block.head.length, ...block.rows.map((row) => row.length));
    if (columns === 0) return;
    const look = this.#theme.caption;
    const gutter = Math.min(look.size, frame.width / (4 * columns));
    const node = this.#scene.node("Table", frame.node, { id: block.id, lang: block.lang });
    const cells = block.head.length > 0 ? [block.head, ...block.rows] : block.rows;
    const whole = cells.length * look.leading <= SHORT_TABLE * pageDepth(this.#theme) * this.#grid;
    const widths = this.#columns(cells, block.head.length > 0, columns, { ...frame, look }, gutter);
    this.#around(() => {
      this.#anchor(block.id);
      cells.forEach((row, r) => {
        const heading = r === 0 && block.head.length > 0;
        const parent = this.#scene.node("TR", node);
        const set: LineShape[][] = [];
        let x = frame.x;
        for (let c = 0; c < columns; c += 1) {
          const cell = this.#scene.node(
            heading ? "TH" : "TD",
            parent,
            heading ? { attributes: { Scope: "Column" } } : {},
          );
          const align = block.align[c] ?? "left";
          const inside: Frame = {
            ...frame,
            look,
            x,
            width: widths[c]!,
            node: cell,
            block: block.id,
            align,
            italic: heading,
            grid: false,
            indent: 0,
          };
          const items = this.#items(row[c] ?? [], inside, null);
          const setting: Setting = { frame: inside, indent: 0, drop: null };
          const [broken] = this.#break(items, setting);
          if (broken) set.push(this.#shapes(items, broken, setting, 0));
          x += widths[c]! + gutter;
        }
        const lines = Math.max(1, ...set.map((each) => each.length));
        const share = this.#share();
        const rule = heading;
        const height = lines * look.leading + (rule ? look.leading / 2 : 0);
        const drawRow = (sheet: Sheet, top: number): void => {
          for (const cell of set) {
            cell.forEach((line, i) => {
              draw(this.#scene, sheet, line, top + (i + share) * look.leading);
            });
          }
          if (rule)
            sheet.marks.push({
              type: "rule",
              x: frame.x,
              y: round(top + (lines + 0.15) * look.leading),
              width: round(x - gutter - frame.x),
              height: 0.4,
              colour: this.#theme.colour.text,
            });
        };
        const one: Row = { height, notes: this.#called.length, hyphenated: false, draw: drawRow };
        this.#push([{ rows: [one], cost: 0 }], {
          before: 0,
          keepNext: r < cells.length - 1 && (heading || whole) ? 2 : 0,
          grid: r === 0,
          stays: false,
          breakable: true,
        });
      });
    });
  }

  /** Widths of columns: as wide as their longest cells where there is room, else in proportion, none below its longest word. */
  #columns(
    cells: readonly (readonly (readonly Inline[])[])[],
    headed: boolean,
    columns: number,
    frame: Frame,
    gutter: number,
  ): number[] {
    const room = frame.width - gutter * (columns - 1);
    const natural = new Array<number>(columns).fill(frame.look.size);
    const least = new Array<number>(columns).fill(frame.look.size);
    this.#scene.measure = Number.POSITIVE_INFINITY;
    cells.forEach((row, r) => {
      row.forEach((cell, c) => {
        const builder = new ItemBuilder(this.#scene);
        builder.add(cell, this.#style({ ...frame, italic: headed && r === 0, node: 0 }));
        const items = builder.finish();
        let width = 0;
        for (let i = 0; i < items.count; i += 1) {
          width += items.width[i]! + items.blank[i]!;
          least[c] = Math.max(least[c]!, items.width[i]! + items.hyphen[i]!);
        }
        natural[c] = Math.max(natural[c]!, width + 0.01);
      });
    });
    const wanted = natural.reduce((sum, each) => sum + each, 0);
    if (wanted <= room) return natural;
    const floor = least.reduce((sum, each) => sum + each, 0);
    if (floor > room) {
      this.#scene.pageOverfull(
        `a table of ${columns} columns is wider than the measure`,
        "its words are cut to fit; turn it, or split it",
      );
      return least.map((each) => (each * Math.max(room, columns)) / floor);
    }
    const share = (room - floor) / (wanted - floor);
    return least.map((each, c) => each + (natural[c]! - each) * share);
  }

  // -------------------------------------------------------------------------------------------------- notes

  #call(id: string): void {
    const note = this.#noteById.get(id);
    if (!note || this.#ordinal.has(id)) return;
    this.#called.push(note);
    this.#ordinal.set(id, this.#called.length);
  }

  /** Sets the notes that were called since the last time; their elements follow the block that called them. */
  #setCalled(): void {
    for (; this.#set < this.#called.length; this.#set += 1) this.#note(this.#called[this.#set]!);
  }

  #note(note: Note): void {
    const theme = this.#theme;
    const kept = { chunks: this.#chunks, space: this.#space, plain: this.#plainNext };
    this.#chunks = [];
    this.#space = 0;
    this.#plainNext = false;
    this.#scene.span = note.span;
    const node = this.#scene.node("Note", -1, { id: note.id });
    const lbl = this.#scene.node("Lbl", node);
    const frame: Frame = {
      ...this.#textFrame(),
      look: theme.note,
      kind: "note",
      node,
      block: note.id,
      indent: theme.indent * theme.note.size,
      grid: false,
    };
    this.#noteMark = { note, node: this.#scene.node("Link", lbl) };
    this.#blocks(note.blocks, frame, false);
    if (this.#noteMark !== null)
      this.#paragraph({ items: this.#items([], frame, null), frame, indent: 0, base: 0, before: 0 });
    const rows = this.#chunks.flatMap((chunk) => withSpace(chunk));
    this.#notes.push({ note: note.id, rows });
    this.#chunks = kept.chunks;
    this.#space = kept.space;
    this.#plainNext = kept.plain;
  }

  #noteMark: { readonly note: Note; readonly node: number } | null = null;

  // -------------------------------------------------------------------------------------------------- paragraphs

  #style(frame: Frame): Style {
    return {
      family: frame.family,
      italic: frame.italic,
      bold: frame.bold,
      features: frame.smallCaps ? "small-caps" : "text",
      size: frame.look.size,
      rise: 0,
      node: frame.node,
      lang: frame.lang,
      link: null,
      divide: frame.kind !== "heading",
    };
  }

  /** `taken` is what stands before the inlines in the block's text, but is drawn elsewhere. */
  #items(inlines: readonly Inline[], frame: Frame, id: string | null, taken = ""): Items {
    this.#scene.measure = frame.width - Math.max(frame.hang, 0);
    this.#before = this.#called.length;
    const builder = new ItemBuilder(this.#scene);
    for (const each of this.#waiting.splice(0)) builder.point(each);
    const style = this.#style(frame);
    if (this.#noteMark) {
      const { note, node } = this.#noteMark;
      this.#noteMark = null;
      builder.point(note.id);
      const target = `#${note.calls[0] ?? `${note.id}-call`}`;
      builder.addNoteMark(note.mark, { ...style, node, link: { target, contents: `back to call ${note.mark}`, node } });
    }
    if (id !== null) builder.point(id);
    builder.take(taken);
    builder.add(inlines, style);
    const items = builder.finish();
    for (const point of items.points) if (point.note !== null) this.#call(point.note);
    return items;
  }

  #break(items: Items, setting: Setting): readonly Broken[] {
    return breakLines(items, this.#setup(setting));
  }

  #setup(setting: Setting): Setup {
    const { hyphenation, expansion } = this.#theme;
    const { frame, drop } = setting;
    return {
      widthOf: (line) => frame.width - insetOf(setting, line),
      uniformFrom: Math.max(1, drop?.lines ?? 0),
      justify: frame.align === "justify",
      expansion,
      maxRun: hyphenation.maxRun,
      leastLast: 2.4 * frame.look.size,
    };
  }

  /** The ways to set a paragraph, the one that was printed before first. */
  #ways(items: Items, setting: Setting, base: number): readonly Way[] {
    const found = this.#break(items, setting);
    const best = found[0]?.demerits ?? 0;
    const free = found.map((broken) => ({ broken, cost: broken.demerits - best }));
    if (found.length === 0 || !this.#printed) return free;
    const broken = this.#printed.setting(items, setting.frame.block, base, this.#setup(setting));
    if (!broken) return free;
    const others = free.filter((each) => each.broken.starts.join() !== broken.starts.join());
    return [{ broken, cost: 0 }, ...others.map((each) => ({ ...each, cost: each.cost + 1 }))];
  }

  /** Ways of other numbers of lines than `found`, of worse lines. */
  #strained(items: Items, setting: Setting, found: readonly Way[]): readonly Way[] {
    const best = found[0]?.broken;
    if (!best || !this.#setup(setting).justify) return [];
    const least = Math.min(...found.map((each) => each.broken.demerits));
    return strainLines(items, this.#setup(setting), best)
      .filter(({ lines }) => found.every((each) => each.broken.lines !== lines))
      .map((broken) => ({ broken, cost: broken.demerits - least + STRAIN }));
  }

  #paragraph(parts: ParagraphParts): void {
    const { items, frame, base } = parts;
    const setting: Setting = { frame, indent: parts.drop ? 0 : parts.indent, drop: parts.drop ?? null };
    const label = this.#takeLabel();
    const found = this.#ways(items, setting, base);
    if (found[0] && found[0].broken.overfull > 0) this.#scene.overfull(items.plain.trim());
    const called = this.#before;
    const variantOf = ({ broken, cost }: Way): Variant => ({
      rows: this.#rows(items, broken, setting, base, label, called),
      cost,
    });
    const variants = found.map(variantOf);
    const strained = (): readonly Variant[] => this.#strained(items, setting, found).map(variantOf);
    if (variants.length === 0) {
      this.#waiting.push(...items.points.map((each) => each.id));
      if (label === null) return;
      variants.push({ rows: [this.#labelRow(label, frame)], cost: 0 });
    }
    this.#push(variants, {
      strained,
      before: parts.before,
      keepNext: parts.keepNext ?? 0,
      grid: frame.grid,
      stays: parts.stays ?? false,
      breakable: frame.kind !== "heading",
    });
  }

  #push(variants: readonly Variant[], parts: Omit<Chunk, "variants" | "strained"> & Partial<Chunk>): void {
    this.#chunks.push({ strained: () => [], ...parts, before: Math.max(parts.before, this.#space), variants });
    this.#space = 0;
  }

  #takeLabel(): LineShape | null {
    const label = this.#label;
    if (label === null) return null;
    this.#label = null;
    const builder = new ItemBuilder(this.#scene);
    builder.point(label.id);
    builder.addForeign(label.text, this.#style(label.frame));
    const items = builder.finish();
    const setting: Setting = { frame: { ...label.frame, align: "left", block: label.id }, indent: 0, drop: null };
    const [broken] = this.#break(items, setting);
    return broken ? this.#shapes(items, broken, setting, 0)[0]! : null;
  }

  #labelRow(label: LineShape, frame: Frame): Row {
    const share = this.#share();
    return {
      height: frame.look.leading,
      notes: this.#called.length,
      hyphenated: false,
      draw: (sheet, top) => draw(this.#scene, sheet, label, top + share * frame.look.leading),
    };
  }

  /** The baseline's place in a row, as a part of its height. */
  #share(): number {
    return (FIRST_BASELINE * this.#theme.text.size) / this.#grid;
  }

  #shapes(items: Items, broken: Broken, setting: Setting, base: number): LineShape[] {
    const { frame } = setting;
    return Array.from({ length: broken.lines }, (_, i) => {
      const inset = insetOf(setting, i);
      return {
        items,
        first: broken.starts[i]!,
        last: broken.ends[i]!,
        ratio: broken.ratios[i]!,
        x: frame.x + inset,
        width: frame.width - inset,
        align: frame.align,
        expansion: this.#theme.expansion,
        colour: this.#theme.colour.text,
        block: frame.block,
        kind: frame.kind,
        base,
        leading: frame.look.leading,
        goesOn: false,
      };
    });
  }

  #rows(items: Items, broken: Broken, setting: Setting, base: number, label: LineShape | null, called: number): Row[] {
    const share = this.#share();
    const { drop } = setting;
    const { leading } = setting.frame.look;
    const calls = items.points.filter((each) => each.note !== null);
    const last = calls.at(-1);
    let call = 0;
    let notes = called;
    const worded = setting.frame.kind !== "furniture";
    const places = worded ? this.#printed?.places(items, broken, setting.frame.block, base) : undefined;
    return this.#shapes(items, broken, setting, base).map((line, i) => {
      for (; call < calls.length && calls[call]!.piece <= line.last; call += 1) {
        notes = Math.max(notes, this.#ordinal.get(calls[call]!.note!) ?? 0);
      }
      if (i === broken.lines - 1 && last) notes = Math.max(notes, this.#ordinal.get(last.note!) ?? 0);
      // A drop capital reaches below a paragraph that is shorter than it.
      const below = drop && i === broken.lines - 1 ? Math.max(0, drop.lines - broken.lines) * leading : 0;
      return {
        height: leading + below,
        notes,
        hyphenated: i < broken.lines - 1 && items.hyphen[line.last]! > 0,
        ...(places ? { place: places[i]! } : {}),
        ...(broken.lines === 1 && setting.frame.kind === "note" ? { extent: extentOf(line) } : {}),
        draw: (sheet, top, shift = 0) => {
          if (i === 0 && drop) draw(this.#scene, sheet, drop.letter, top + (share + drop.lines - 1) * leading);
          if (i === 0 && label) draw(this.#scene, sheet, label, top + share * leading);
          draw(this.#scene, sheet, shift === 0 ? line : { ...line, x: line.x + shift }, top + share * leading);
        },
      };
    });
  }
}

/** What line `line` gives up on its left. */
function insetOf({ frame, indent, drop }: Setting, line: number): number {
  if (drop && line < drop.lines) return drop.width;
  return line === 0 ? indent : frame.hang;
}

function extentOf({ items, x, ratio, width }: LineShape): { left: number; right: number } {
  if (ratio < 0) return { left: x, right: x + width };
  let right = x;
  for (let i = 0; i < items.count; i += 1) right += items.width[i]! + (i + 1 < items.count ? items.blank[i]! : 0);
  return { left: x, right };
}

/** Rows of a note's chunk, with its white given to the first. */
function withSpace(chunk: Chunk): readonly Row[] {
  const rows = chunk.variants[0]!.rows;
  const first = rows[0];
  if (!first || chunk.before === 0) return rows;
  const lift = chunk.before;
  return [
    { ...first, height: first.height + lift, draw: (sheet, top, shift) => first.draw(sheet, top + lift, shift) },
    ...rows.slice(1),
  ];
}

function blockText(block: Block): string {
  return "children" in block ? inlineText(block.children) : "";
}

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((each) => (each.type === "text" ? each.text : "children" in each ? inlineText(each.children) : ""))
    .join("");
}

/** Lines of the grid on a full page. */
export function pageDepth(theme: Theme): number {
  const height = theme.page.height - theme.margins.top - theme.margins.bottom;
  return Math.max(1, Math.floor((height - 0.95 * theme.text.size) / theme.text.leading + 1e-6) + 1);
}
