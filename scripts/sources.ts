// What a book's sources.yaml says: where its texts come from and what a person knows of each.

import { z } from "zod";
import type { Hints } from "../build/clean/flow.ts";

const CHAPTER = z.strictObject({
  file: z.string().regex(/^[\w.-]+\.md$/, "a file name that ends in .md"),
  title: z.string(),
  author: z.string().optional(),
  translator: z.string().optional(),
  year: z.int().optional(),
});

const HINTS = z.strictObject({
  pages: z.int().positive().optional(),
  order: z.enum(["plain", "booklet", "reversed", "sheets"]).optional(),
  notes: z.enum(["foot", "collected", "none"]).optional(),
  lang: z.string().optional(),
  cuts: z.array(z.string()).optional(),
});

export const SOURCES = z.array(
  z.strictObject({
    file: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
    title: z.string(),
    author: z.string().optional(),
    editor: z.string().optional(),
    translator: z.string().optional(),
    year: z.int().optional(),
    rights: z.string().optional(),
    hints: HINTS.optional(),
    chapters: z.array(CHAPTER).optional(),
  }),
);

export type SourceEntry = z.infer<typeof SOURCES>[number];

/** The entry's hints as the cleaner takes them. */
export function hintsOf(entry: SourceEntry): Hints {
  const given = Object.entries(entry.hints ?? {}).filter(([, value]) => value !== undefined);
  const chapters = entry.chapters?.map(({ title, author, translator }) => ({
    title,
    author: author ?? entry.author,
    translator: translator ?? entry.translator,
  }));
  return { ...Object.fromEntries(given), ...(chapters ? { chapters } : {}) };
}
