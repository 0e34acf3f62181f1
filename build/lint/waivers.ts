// Findings and waivers → the findings that are left. A waiver that waives nothing is an error: it would hide the next
// mistake.

import { type Diagnostic, type DiagnosticCode, error } from "../diagnostic.ts";
import type { Span } from "../text.ts";

export interface Waiver {
  readonly code: DiagnosticCode;
  /** A file, or null: any. Also matches the end of a path; `*` stands for any characters but "/". */
  readonly file: string | null;
  /** Words of the message or of the place; null: any. */
  readonly text: string | null;
  readonly reason: string;
  readonly span: Span;
}

/** What no waiver covers, and an error for each waiver that covers nothing. Errors cannot be waived. */
export function waive(
  found: readonly Diagnostic[],
  waivers: readonly Waiver[],
  textOf: (file: string) => string | undefined,
): Diagnostic[] {
  const used = new Set<Waiver>();
  const left = found.filter((diagnostic) => {
    const covering = waivers.filter((waiver) => covers(waiver, diagnostic, textOf));
    for (const waiver of covering) used.add(waiver);
    return covering.length === 0;
  });
  const unused = waivers
    .filter((waiver) => !used.has(waiver))
    .map((waiver) =>
      error(
        "lint/waiver-unused",
        `nothing is left of ${waiver.code} here to waive${waiver.text === null ? "" : `: “${waiver.text}”`}`,
        waiver.span,
        "take it out",
      ),
    );
  return [...left, ...unused];
}

const AROUND = 60;

function covers(waiver: Waiver, diagnostic: Diagnostic, textOf: (file: string) => string | undefined): boolean {
  const { code, message, span, severity } = diagnostic;
  if (severity === "error" || code !== waiver.code) return false;
  if (waiver.file !== null && !(span && isNamed(span.file, waiver.file))) return false;
  if (waiver.text === null || message.includes(waiver.text)) return true;
  const text = span && textOf(span.file);
  return Boolean(span && text?.slice(Math.max(0, span.start - AROUND), span.end + AROUND).includes(waiver.text));
}

function isNamed(file: string, name: string): boolean {
  const parts = name.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?:^|/)${parts.join("[^/]*")}$`).test(file);
}
