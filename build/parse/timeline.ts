// timeline.yaml → events whose terms and passages are not yet looked up: `assemble` joins them to the book.

import { z } from "zod";
import type { Inline, TimelineEvent } from "../book.ts";
import type { Diagnostic, Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { plainText } from "../walk.ts";
import { parseInlines } from "./chapter.ts";
import { parseEdtf } from "./edtf.ts";
import { idDispenser, slug } from "./ids.ts";
import { readYaml, words } from "./yaml.ts";

export const timelineSchema = z
  .array(
    z.strictObject({
      date: words.describe("EDTF: 1917, 1917-02-23, 1917-10~, 1917?, 191X, 1918/1921."),
      id: words.optional().describe("Links use #event- and this; made from date and event where it is left out."),
      "old-style": words.optional().describe("The date of the Julian calendar as printed."),
      event: z.string().min(1).describe("What happened; Markdown on one line."),
      evidence: z.string().optional().describe("Where one knows it from; Markdown on one line."),
      terms: z.array(words).optional().describe("Terms of the glossary."),
      passages: z.array(z.string()).optional().describe("Ids of chapters, headings or blocks."),
      background: z.boolean().optional().describe("true: context that needs no passage in the text."),
    }),
  )
  .describe("The timeline of a book.");

/** `terms` holds names as written, not yet ids. */
export type ParsedEvent = TimelineEvent;

export function parseTimeline(source: Source): Result<readonly ParsedEvent[]> {
  const read = readYaml(source, timelineSchema);
  if (!read.value) return { value: [], diagnostics: read.diagnostics };
  const { data, spanOf } = read.value;
  const diagnostics: Diagnostic[] = [...read.diagnostics];
  const dispense = idDispenser();
  const line = (text: string, at: Span): readonly Inline[] => {
    const inlines = parseInlines({ file: source.file, text }, at.start, "event");
    diagnostics.push(...inlines.diagnostics.map((one) => ({ ...one, span: at })));
    return inlines.value;
  };
  const value = data.flatMap((each, i): ParsedEvent[] => {
    const date = parseEdtf(each.date, spanOf([i, "date"]));
    diagnostics.push(...date.diagnostics);
    if (!date.value) return [];
    const event = line(each.event, spanOf([i, "event"]));
    const words = plainText(event).split(" ").slice(0, 4).join(" ");
    return [
      {
        id: dispense(`event-${each.id ?? `${slug(each.date)}-${slug(words)}`}`),
        date: date.value,
        oldStyle: each["old-style"] ?? null,
        event,
        evidence: each.evidence === undefined ? [] : line(each.evidence, spanOf([i, "evidence"])),
        terms: each.terms ?? [],
        passages: each.passages ?? [],
        background: each.background ?? false,
        span: spanOf([i, "event"]),
      },
    ];
  });
  return { value, diagnostics };
}
