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

type TextOf = (file: string) => string | undefined;

/** What no waiver covers. Errors cannot be waived. */
export function uncovered(found: readonly Diagnostic[], waivers: readonly Waiver[], textOf: TextOf): Diagnostic[] {
  return found.filter((diagnostic) => !waivers.some((waiver) => covers(waiver, diagnostic, textOf)));
}

/** What no waiver covers, and an error for each waiver that covers nothing. */
export function waive(found: readonly Diagnostic[], waivers: readonly Waiver[], textOf: TextOf): Diagnostic[] {
  const left = uncovered(found, waivers, textOf);
  const used = new Set(waivers.filter((waiver) => found.some((diagnostic) => covers(waiver, diagnostic, textOf))));
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

function covers(waiver: Waiver, diagnostic: Diagnostic, textOf: TextOf): boolean {
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
