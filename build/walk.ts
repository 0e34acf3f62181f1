// Walks over the document tree that every pass needs. No pass owns them, so they stand beside the tree.

import type { Block, Chapter, Inline, Note, VerseLine } from "./book.ts";
import { never } from "./diagnostic.ts";

/** The characters of inlines without styles; note calls count for nothing, a line break for a blank. */
export function plainText(inlines: readonly Inline[]): string {
  let text = "";
  for (const inline of inlines) {
    switch (inline.type) {
      case "text":
        text += inline.text;
        break;
      case "line_break":
        text += " ";
        break;
      case "note_ref":
      case "lost_note_ref":
        break;
      case "emph":
      case "strong":
      case "small_caps":
      case "superior":
      case "inferior":
      case "code":
      case "lang":
      case "link":
      case "cross_ref":
      case "term_ref":
      case "index_mark":
        text += plainText(inline.children);
        break;
      default:
        never(inline);
    }
  }
  return text;
}

/** The runs of inlines a block holds itself, in reading order: not those of blocks inside it. */
export function inlinesOf(block: Block): readonly (readonly Inline[])[] {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return [block.children];
    case "verse":
      return block.stanzas.flatMap((stanza) => stanza.map((line) => line.children));
    case "definitions":
      return block.items.map((item) => item.term);
    case "quote":
      return block.attribution ? [block.attribution] : [];
    case "figure":
      return [block.caption];
    case "table":
      return [...block.head, ...block.rows.flat()];
    case "signature":
      return block.lines;
    case "list":
    case "preformatted":
    case "rule":
      return [];
    default:
      return never(block);
  }
}

/** The blocks directly inside a block, in reading order. */
export function childrenOf(block: Block): readonly Block[] {
  switch (block.type) {
    case "quote":
      return block.blocks;
    case "list":
      return block.items.flatMap((item) => item.blocks);
    case "definitions":
      return block.items.flatMap((item) => item.bodies.flat());
    case "figure":
      return block.description;
    case "heading":
    case "paragraph":
    case "verse":
    case "table":
    case "preformatted":
    case "signature":
    case "rule":
      return [];
    default:
      return never(block);
  }
}

/**
 * Blocks with the running text of each changed: of paragraphs, verse, and whatever quotations, lists and definitions hold of
 * them. Headings, captions, tables, signatures and code stay as they are.
 */
export function mapRunningText(
  blocks: readonly Block[],
  change: (inlines: readonly Inline[], block: Block) => readonly Inline[],
): readonly Block[] {
  const inside = (each: readonly Block[]): readonly Block[] => mapRunningText(each, change);
  return blocks.map((block): Block => {
    switch (block.type) {
      case "paragraph":
        return { ...block, children: change(block.children, block) };
      case "verse": {
        const line = (each: VerseLine): VerseLine => ({ ...each, children: change(each.children, block) });
        return { ...block, stanzas: block.stanzas.map((lines) => lines.map(line)) };
      }
      case "quote":
        return { ...block, blocks: inside(block.blocks) };
      case "list":
        return { ...block, items: block.items.map((item) => ({ ...item, blocks: inside(item.blocks) })) };
      case "definitions":
        return { ...block, items: block.items.map((item) => ({ ...item, bodies: item.bodies.map(inside) })) };
      case "heading":
      case "figure":
      case "table":
      case "preformatted":
      case "signature":
      case "rule":
        return block;
      default:
        return never(block);
    }
  });
}

/** Every block of a list of blocks, outer before inner, in reading order. */
export function* everyBlock(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    yield* everyBlock(childrenOf(block));
  }
}

/** Every inline below inlines, outer before inner, in reading order. */
export function* everyInline(inlines: readonly Inline[]): Generator<Inline> {
  for (const inline of inlines) {
    yield inline;
    if ("children" in inline) yield* everyInline(inline.children);
  }
}

/** Every inline of blocks, in reading order (a quote's attribution after its blocks). */
export function* inlinesOfBlocks(blocks: readonly Block[]): Generator<Inline> {
  for (const block of blocks) {
    if (block.type === "definitions") {
      for (const item of block.items) {
        yield* everyInline(item.term);
        for (const body of item.bodies) yield* inlinesOfBlocks(body);
      }
    } else if (block.type === "quote") {
      yield* inlinesOfBlocks(block.blocks);
      if (block.attribution) yield* everyInline(block.attribution);
    } else {
      for (const inlines of inlinesOf(block)) yield* everyInline(inlines);
      yield* inlinesOfBlocks(childrenOf(block));
    }
  }
}

/** The words of blocks as running text, a newline between the runs of inlines. */
export function plainTextOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  for (const block of blocks) {
    switch (block.type) {
      case "preformatted":
        parts.push(block.text);
        break;
      case "quote":
        parts.push(plainTextOfBlocks(block.blocks));
        if (block.attribution) parts.push(plainText(block.attribution));
        break;
      case "definitions":
        for (const item of block.items) {
          parts.push(plainText(item.term), ...item.bodies.map(plainTextOfBlocks));
        }
        break;
      case "list":
        for (const item of block.items) parts.push(plainTextOfBlocks(item.blocks));
        break;
      case "figure":
        parts.push(plainText(block.caption), plainTextOfBlocks(block.description));
        break;
      default:
        parts.push(...inlinesOf(block).map(plainText));
    }
  }
  return parts.filter((part) => part !== "").join("\n");
}

/** A chapter's title, blocks and the notes they call, as inlines in reading order; notes after the blocks. */
export function* inlinesOfChapter(chapter: Chapter): Generator<Inline> {
  yield* everyInline(chapter.title);
  yield* inlinesOfBlocks(chapter.blocks);
  for (const note of chapter.notes) yield* inlinesOfBlocks(note.blocks);
}

export function plainTextOfNote(note: Note): string {
  return plainTextOfBlocks(note.blocks);
}

const TRANSLATED: Readonly<Record<string, string>> = {
  en: "translated by {name}",
  de: "übersetzt von {name}",
  fr: "traduit par {name}",
  es: "traducción de {name}",
  it: "traduzione di {name}",
  ru: "перевод: {name}",
};

/** What print says below a chapter's author: "translated by Cy Model, 1917"; null: nothing. */
export function bylineOf({ translator, year, lang }: Chapter): string | null {
  const language = lang.toLowerCase().split("-")[0] ?? "";
  const by = translator && (TRANSLATED[language] ?? "{name}").replace("{name}", () => translator);
  return by && year ? `${by}, ${year}` : by || year;
}
