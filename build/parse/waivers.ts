// waivers.yaml → the findings an editor has looked at and lets stand, each with a reason.

import { z } from "zod";
import { CODES, type Diagnostic, type DiagnosticCode, error, nearest, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";
import { readYaml } from "./yaml.ts";

export const waiversSchema = z
  .array(
    z.strictObject({
      code: z.string().describe("The code that is waived."),
      file: z.string().optional().describe("The file, or the end of its path; * for any characters; left out: any."),
      text: z
        .union([z.string(), z.array(z.string()).min(1)])
        .optional()
        .describe("Words of the message or of the place, or a list of such; left out: any."),
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
    const texts = Array.isArray(text) ? text : [text ?? null];
    if (isCode(code)) return texts.map((each) => ({ code, file: file ?? null, text: each, reason, span: spanOf([i]) }));
    const meant = nearest(code, Object.keys(CODES));
    const hint = meant ? `did you mean ${meant}?` : "docs/diagnostics.md lists the codes";
    diagnostics.push(error("yaml/invalid", `${code} is no code`, spanOf([i, "code"]), hint));
    return [];
  });
  return { value, diagnostics };
}

function isCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(CODES, code);
}
