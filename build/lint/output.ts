// Takes diagnostics, gives them as JSON for scripts and as SARIF 2.1.0 for editors and code hosts.

import { CODES, type Diagnostic, type DiagnosticCode } from "../diagnostic.ts";
import { placeOf, type Span } from "../text.ts";

type TextOf = (file: string) => string | undefined;

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

function regionOf(span: Span, textOf: TextOf): Region | null {
  const text = textOf(span.file);
  if (text === undefined) return null;
  const start = placeOf(text, span.start);
  const end = placeOf(text, Math.max(span.start, span.end));
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** An array of { code, severity, message, file, startLine, startColumn, endLine, endColumn, hints }. */
export function json(diagnostics: readonly Diagnostic[], textOf: TextOf): string {
  const rows = diagnostics.map(({ code, severity, message, span, hints }) => {
    const region = span && regionOf(span, textOf);
    return { code, severity, message, file: span?.file ?? null, ...region, hints };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}

export function sarif(diagnostics: readonly Diagnostic[], textOf: TextOf): string {
  const codes = [...new Set(diagnostics.map((each) => each.code))].sort();
  const rules = codes.map((id) => ({ id, shortDescription: { text: CODES[id] } }));
  const results = diagnostics.map((each) => resultOf(each, codes, textOf));
  const driver = { name: "Samizdat", rules };
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

function resultOf(diagnostic: Diagnostic, codes: readonly DiagnosticCode[], textOf: TextOf): object {
  const { code, severity, message, span, hints } = diagnostic;
  const region = span && regionOf(span, textOf);
  const artifactLocation = { uri: encodeURI(span?.file ?? "") };
  const locations = span ? [{ physicalLocation: { artifactLocation, ...(region ? { region } : {}) } }] : [];
  const text = [message, ...hints.map((hint) => `Hint: ${hint}`)].join("\n");
  return { ruleId: code, ruleIndex: codes.indexOf(code), level: severity, message: { text }, locations };
}
