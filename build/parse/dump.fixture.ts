// A chapter's tree as text: a line a block, indented by depth; inlines as kind(…), running text as it stands.

import type { Block, Chapter, Inline } from "../book.ts";
import { never } from "../diagnostic.ts";

/** Ids that hold a hash of the words are left out. */
const MADE = /-[0-9a-f]{8}(?:-\d+)?$/;

export function dumpChapter(chapter: Chapter): string {
  const facts = [chapter.role, chapter.lang, chapter.subtitle, chapter.author, chapter.translator, chapter.year];
  return [
    `#${chapter.id} “${dumpInlines(chapter.title)}” ${facts.filter((each) => each !== null).join(", ")}`,
    ...(chapter.source === null ? [] : [`source ${chapter.source}`]),
    ...dumpBlocks(chapter.blocks),
    ...chapter.notes.flatMap((note) => [
      `note ${note.mark} #${note.id} by ${note.by}${note.sourceMark ? `, in its source ${note.sourceMark}` : ""}, called at ${note.calls.join(" ")}`,
      ...dumpBlocks(note.blocks).map(indent),
    ]),
  ].join("\n");
}

const indent = (line: string): string => `  ${line}`;

export function dumpBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap(dumpBlock);
}

function dumpBlock(block: Block): string[] {
  const id = MADE.test(block.id) ? "" : ` #${block.id}`;
  const open = `${block.type}${id}${block.lang === null ? "" : ` in ${block.lang}`}`;
  switch (block.type) {
    case "heading":
      return [`${open} ${block.level}: ${dumpInlines(block.children)}`];
    case "paragraph":
      return [`${open}: ${dumpInlines(block.children)}`];
    case "quote": {
      const signed = block.attribution ? [`by: ${dumpInlines(block.attribution)}`] : [];
      return [`${open} ${block.role}`, ...[...dumpBlocks(block.blocks), ...signed].map(indent)];
    }
    case "verse":
      return [
        open,
        ...block.stanzas
          .map((lines) => lines.map((line) => `${line.indent}| ${dumpInlines(line.children)}`))
          .flatMap((lines, i) => (i > 0 ? ["", ...lines] : lines))
          .map(indent),
      ];
    case "list":
      return [
        `${open}${block.tight ? " tight" : ""}`,
        ...block.items.flatMap((item) => [`${item.label}`, ...dumpBlocks(item.blocks).map(indent)]).map(indent),
      ];
    case "definitions":
      return [
        open,
        ...block.items
          .flatMap((item) => [
            `${dumpInlines(item.term)} #${item.id}`,
            ...item.bodies.flatMap((body) => dumpBlocks(body).map(indent)),
          ])
          .map(indent),
      ];
    case "figure":
      return [
        `${open} ${block.image}, ${block.width}, alt “${block.alt}”`,
        ...[`caption: ${dumpInlines(block.caption)}`, ...dumpBlocks(block.description)].map(indent),
      ];
    case "table":
      return [
        `${open} ${block.align.join(" ")}`,
        ...[block.head, ...block.rows].map((row) => indent(row.map(dumpInlines).join(" | "))),
      ];
    case "preformatted":
      return [open, ...block.text.split("\n").map(indent)];
    case "signature":
      return [open, ...block.lines.map((line) => indent(dumpInlines(line)))];
    case "rule":
      return [open];
    default:
      return never(block);
  }
}

export function dumpInlines(inlines: readonly Inline[]): string {
  return inlines.map(dumpInline).join("");
}

function dumpInline(inline: Inline): string {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "line_break":
      return "⏎";
    case "note_ref":
      return `call(${inline.mark} → ${inline.note})`;
    case "lost_note_ref":
      return `lost(${inline.mark})`;
    case "lang":
      return `lang ${inline.lang}(${dumpInlines(inline.children)})`;
    case "link":
      return `link ${inline.href}(${dumpInlines(inline.children)})`;
    case "cross_ref":
      return `${inline.form === "page" ? "page of" : "see"} #${inline.target}(${dumpInlines(inline.children)})`;
    case "term_ref":
      return `term ${inline.term || "none"}(${dumpInlines(inline.children)})`;
    case "index_mark":
      return `index ${inline.entry}(${dumpInlines(inline.children)})`;
    case "emph":
    case "strong":
    case "small_caps":
    case "superior":
    case "inferior":
    case "code":
      return `${inline.type}(${dumpInlines(inline.children)})`;
    default:
      return never(inline);
  }
}
