// Takes a Markdown source; gives its front matter. The one idea: two rules at the head of a text enclose front matter where
// every line between them is a key, a comment, or goes on from the one above.

import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { z } from "zod";
import { marksOf, runsOf, type SourceMarks } from "../numbering.ts";

const FENCED = /^\uFEFF?---[ \t]*\r?\n((?:.*\r?\n)*?)---[ \t]*(?:\r?\n|$)(?:[ \t]*\r?\n)*/;
const LINE = /^(?:[A-Za-z][\w-]*:(?:\s|$)|\s|#|- |[\]}]|$)/;

/** The front matter with the rules around it and the empty lines behind it, as it stands; empty where there is none. */
export function frontMatterOf(file: string, text: string): string {
  if (!/\.(?:md|markdown)$/i.test(file)) return "";
  const [whole, inside] = FENCED.exec(text) ?? [];
  if (whole === undefined || inside === undefined) return "";
  const lines = inside.split(/\r?\n/);
  return /^[A-Za-z]/.test(inside) && lines.every((line) => LINE.test(line)) ? whole : "";
}

const MARKS = z.object({ "source-notes": z.record(z.string(), z.union([z.string(), z.number()])) });

/** Front matter with what the source called its notes, where labels do not say it; as it stands where it is no YAML. */
export function withMarks(front: string, marks: SourceMarks): string {
  const runs = runsOf(marks);
  const said = runsOf(marksInFront(front));
  if (runs.size === 0 || isDeepStrictEqual(said, runs)) return front;
  const document = parseDocument(front.replace(FENCED, "$1"));
  if (document.errors.length > 0) return front;
  document.set("source-notes", document.createNode(runs));
  return `---\n${document.toString({ lineWidth: 0 })}---\n\n`;
}

/** What front matter says that the source called its notes. */
export function marksInFront(front: string): SourceMarks {
  if (!/^source-notes:/m.test(front)) return new Map();
  const document = parseDocument(front.replace(FENCED, "$1"));
  const read = MARKS.safeParse(document.errors.length > 0 ? {} : document.toJS());
  return marksOf(read.success ? read.data["source-notes"] : {});
}
