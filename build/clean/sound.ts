// Takes a Markdown source; says whether it is sound, and gives its chapters as they stand. The one idea: what has been
// cleaned is left alone, letter for letter, so that cleaning twice is cleaning once.

import { parseDocument } from "yaml";
import { z } from "zod";
import { marksOf, type SourceMarks } from "../numbering.ts";
import { endsSentence, startsLower } from "./joins.ts";
import type { CleanedChapter } from "./outcome.ts";

/** Share of paragraphs torn inside a sentence above which Markdown is damaged like any other text. */
const TORN = 0.02;

export function isSoundMarkdown(file: string, text: string): boolean {
  if (!/\.(?:md|markdown)$/i.test(file)) return false;
  const blocks = text.split(/\n\s*\n/).filter((block) => /^[\p{L}“"‘'(*_]/u.test(block));
  let torn = 0;
  for (let i = 1; i < blocks.length; i += 1) {
    const before = blocks[i - 1]!.replace(/\[\^[^\]]*\]\s*$/, "");
    if (before.length > 80 && !endsSentence(before) && startsLower(blocks[i]!)) torn += 1;
  }
  return torn <= Math.max(2, blocks.length * TORN);
}

const FRONT_MATTER = /^(?:\uFEFF)?---\r?\n([\s\S]*?)\r?\n---\r?\n\s*/;

/** What a text that was cleaned before says of its notes. */
function marksIn(front: string | undefined): SourceMarks {
  if (front === undefined) return new Map();
  const read = FRONT.safeParse(parseDocument(front).toJS());
  return marksOf(read.success ? read.data["source-notes"] : {});
}

const FRONT = z.object({ "source-notes": z.record(z.string(), z.union([z.string(), z.number()])) });

/** The text parted before its headings of level 1. */
export function soundChapters(text: string): CleanedChapter[] {
  const body = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(FRONT_MATTER, "");
  const marks = marksIn(FRONT_MATTER.exec(text)?.[1]);
  const parts = body.split(/\n+(?=# )/).map((part) => `${part.replace(/^\n+|\n+$/g, "")}\n`);
  return parts.map((markdown) => {
    const title = /^# (.*)/.exec(markdown)?.[1]?.replace(/\s*\{[^}]*\}$/, "") ?? "";
    const from = text.indexOf(markdown.slice(0, -1));
    const trace = from < 0 ? [] : [{ to: 0, from, length: markdown.length - 1 }];
    const own = [...marks].filter(([label]) => markdown.includes(`[^${label}]:`));
    return { name: nameOf(title), title, markdown, marks: new Map(own), trace };
  });
}

function nameOf(title: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "text"
  );
}
