// waivers.yaml → the findings an editor has looked at and lets stand, each with a reason.

import { z } from "zod";
import { CODES, type Diagnostic, type DiagnosticCode, error, nearest, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { readYaml } from "./yaml.ts";

export const waiversSchema = z
  .array(
    z.strictObject({
      code: z.string().describe("The code that is waived: lint/…"),
      file: z.string().optional().describe("The file, or the end of its path; left out: any."),
      text: z.string().optional().describe("Words of the message or of the place; left out: any."),
      reason: z.string().trim().min(1, "a waiver needs its reason"),
    }),
  )
  .describe("What `check` may pass over, and why.");

export interface ParsedWaiver {
  readonly code: DiagnosticCode;
  readonly file: string | null;
  readonly text: string | null;
  readonly reason: string;
  readonly span: Span;
}

export function parseWaivers(source: Source): Result<readonly ParsedWaiver[]> {
  const read = readYaml(source, waiversSchema);
  if (!read.value) return { value: [], diagnostics: read.diagnostics };
  const { data, spanOf } = read.value;
  const diagnostics: Diagnostic[] = [];
  const value = data.flatMap(({ code, file, text, reason }, i): ParsedWaiver[] => {
    if (isWaivable(code)) return [{ code, file: file ?? null, text: text ?? null, reason, span: spanOf([i]) }];
    const known = Object.keys(CODES).filter(isWaivable);
    const meant = nearest(code, known);
    const hint = meant ? `did you mean ${meant}?` : "codes that can be waived begin with lint/";
    diagnostics.push(error("yaml/invalid", `${code} is no code that can be waived`, spanOf([i, "code"]), hint));
    return [];
  });
  return { value, diagnostics };
}

function isWaivable(code: string): code is DiagnosticCode {
  return code in CODES && code.startsWith("lint/");
}
