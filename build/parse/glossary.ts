// glossary.yaml → entries whose names are not yet looked up: `assemble` joins them to the book.

import { z } from "zod";
import type { GlossaryEntry, TermKind } from "../book.ts";
import type { Diagnostic, Result } from "../diagnostic.ts";
import type { Source } from "../text.ts";
import { parseBlocks } from "./chapter.ts";
import { slug } from "./ids.ts";
import { readYaml, words } from "./yaml.ts";

const KINDS = ["person", "place", "party", "organ", "event", "work", "term"] as const satisfies readonly TermKind[];

export const glossarySchema = z
  .array(
    z.strictObject({
      term: words.pipe(z.string().min(1)).describe("The term as printed."),
      id: words.optional().describe("Links use #term- and this; made from the term where it is left out."),
      sort: words.optional().describe("Where the entry stands in the alphabet, if not by its term."),
      aliases: z.array(words).optional().describe("Other spellings, plurals and transliterations."),
      kind: z.enum(KINDS).optional(),
      dates: words.optional().describe("Printed behind the term: 1864–1918."),
      definition: z.string().min(1).describe("Markdown."),
      see: z.array(words).optional().describe("Other terms of the glossary."),
      match: z.boolean().optional().describe("false: never linked by itself."),
    }),
  )
  .describe("The glossary of a book.");

/** `see` holds names as written, not yet ids. */
export type ParsedTerm = Omit<GlossaryEntry, "occurrences"> & {
  /** False: never linked by itself. */
  readonly match: boolean;
};

export function parseGlossary(source: Source): Result<readonly ParsedTerm[]> {
  const read = readYaml(source, glossarySchema);
  if (!read.value) return { value: [], diagnostics: read.diagnostics };
  const { data, spanOf } = read.value;
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const value = data.map((each, i) => {
    const id = `term-${each.id ?? slug(each.term)}`;
    const at = spanOf([i, "definition"]);
    const definition = parseBlocks({ file: source.file, text: each.definition }, at.start, id);
    diagnostics.push(...definition.diagnostics.map((one) => ({ ...one, span: at })));
    return {
      id,
      term: each.term,
      sort: each.sort ?? each.term,
      aliases: each.aliases ?? [],
      kind: each.kind ?? "term",
      dates: each.dates ?? null,
      definition: definition.value,
      see: each.see ?? [],
      match: each.match ?? true,
      span: spanOf([i, "term"]),
    };
  });
  return { value, diagnostics };
}
