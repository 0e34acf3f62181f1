// Takes waivers.yaml, gives the findings an editor has looked at and lets stand, each with a reason. A waiver that waives
// nothing is an error: it would hide the next mistake.

import { parseDocument } from "yaml";
import { z } from "zod";
import { CODES, type Diagnostic, type DiagnosticCode, error, nearest, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";

export interface Waiver {
  readonly code: DiagnosticCode;
  /** A file, or null: any. Also matches the end of a path. */
  readonly file: string | null;
  /** Words of the message or of the place; null: any. */
  readonly text: string | null;
  readonly reason: string;
  readonly span: Span;
}

const SCHEMA = z.array(
  z.strictObject({
    code: z.string(),
    file: z.string().optional(),
    text: z.string().optional(),
    reason: z.string().trim().min(1, "a waiver needs its reason"),
  }),
);

export function readWaivers(source: Source): Result<readonly Waiver[]> {
  const document = parseDocument(source.text, { prettyErrors: false });
  const spanAt = (path: readonly PropertyKey[]): Span => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: readonly [number, number, number] } | null)?.range;
      if (range) return { file: source.file, start: range[0], end: range[1] };
    }
    return { file: source.file, start: 0, end: 0 };
  };
  const broken = document.errors[0];
  if (broken) {
    const span = { file: source.file, start: broken.pos[0], end: broken.pos[1] };
    return { value: [], diagnostics: [error("yaml/syntax", broken.message, span)] };
  }
  const checked = SCHEMA.safeParse(document.toJS() ?? []);
  if (!checked.success) {
    const diagnostics = checked.error.issues.map((issue) => error("yaml/invalid", issue.message, spanAt(issue.path)));
    return { value: [], diagnostics };
  }
  const diagnostics: Diagnostic[] = [];
  const value = checked.data.flatMap(({ code, file, text, reason }, i) => {
    if (!(code in CODES)) {
      const meant = nearest(code, Object.keys(CODES));
      const hints = meant === null ? [] : [`did you mean ${meant}?`];
      diagnostics.push(error("yaml/invalid", `there is no code ${code}`, spanAt([i, "code"]), ...hints));
      return [];
    }
    if (!code.startsWith("lint/")) {
      diagnostics.push(error("yaml/invalid", `${code} is not a lint code and cannot be waived`, spanAt([i, "code"])));
      return [];
    }
    return [{ code: code as DiagnosticCode, file: file ?? null, text: text ?? null, reason, span: spanAt([i]) }];
  });
  return { value, diagnostics };
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
      error("lint/waiver-unused", `nothing is left of ${waiver.code} here to waive`, waiver.span, "take it out"),
    );
  return [...left, ...unused];
}

const AROUND = 60;

function covers(waiver: Waiver, diagnostic: Diagnostic, textOf: (file: string) => string | undefined): boolean {
  const { code, message, span, severity } = diagnostic;
  if (severity === "error" || code !== waiver.code) return false;
  if (waiver.file !== null && !(span && (span.file === waiver.file || span.file.endsWith(`/${waiver.file}`))))
    return false;
  if (waiver.text === null || message.includes(waiver.text)) return true;
  const text = span && textOf(span.file);
  return Boolean(span && text?.slice(Math.max(0, span.start - AROUND), span.end + AROUND).includes(waiver.text));
}
