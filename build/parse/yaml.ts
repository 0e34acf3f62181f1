// A YAML text and the zod schema it should fit → a typed value, or diagnostics that point at the key that is wrong.

import { isMap, isNode, isPair, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { type Diagnostic, error, nearest, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";

/** What a YAML text says, and where each of its values stands. */
export interface YamlValue<T> {
  readonly data: T;
  /** The span of the value at a path of keys and indices, or of its nearest ancestor that exists. */
  spanOf(path: readonly (string | number)[]): Span;
}

/**
 * Reads `source` and checks it against `schema`. `offset` is added to every span: front matter starts inside its file.
 * The value is null where there is any error.
 */
export function readYaml<T>(source: Source, schema: z.ZodType<T>, offset = 0): Result<YamlValue<T> | null> {
  const document = parseDocument(source.text, { lineCounter: new LineCounter(), prettyErrors: false });
  const at = (start: number, end: number): Span => ({ file: source.file, start: start + offset, end: end + offset });
  const spanOf = (path: readonly (string | number)[]): Span => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return at(node.range[0], node.range[1]);
    }
    return at(0, 0);
  };
  if (document.errors.length > 0) {
    const diagnostics = document.errors.map((each) =>
      error("yaml/syntax", plainMessage(each.message), at(each.pos[0], each.pos[1]), yamlHint(each.code)),
    );
    return { value: null, diagnostics };
  }
  const checked = schema.safeParse(document.toJS() ?? {});
  if (checked.success) return { value: { data: checked.data, spanOf }, diagnostics: [] };
  const diagnostics = checked.error.issues.flatMap((issue) =>
    describeIssue(issue, issue.path as (string | number)[], schema, spanOf, (path, key) =>
      keySpan(document.getIn(path, true) ?? document.contents, key, at),
    ),
  );
  return { value: null, diagnostics };
}

function describeIssue(
  issue: z.core.$ZodIssue,
  path: readonly (string | number)[],
  schema: z.ZodType,
  spanOf: (path: readonly (string | number)[]) => Span,
  spanOfKey: (path: readonly (string | number)[], key: string) => Span | null,
): Diagnostic[] {
  const name = path.length > 0 ? path.join(".") : "the file";
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant ? `did you mean "${meant}"?` : `known keys: ${known.join(", ")}`;
      return error("yaml/unknown", `"${key}" is not a known key`, spanOfKey(path, key) ?? spanOf(path), hint);
    });
  }
  if (issue.code === "invalid_type" && issue.input === undefined && issue.message.includes("undefined")) {
    const key = String(path.at(-1) ?? "");
    const where = spanOf(path.slice(0, -1));
    const place = { ...where, end: Math.min(where.end, where.start + 1) };
    return [error("yaml/missing", `"${name}" is missing`, place, `add a line "${key}: …"`)];
  }
  return [error("yaml/invalid", `"${name}": ${issue.message}`, spanOf(path))];
}

/** The keys of the object schema that lies at a path, through optionals, arrays, records and unions. */
function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let here: z.core.$ZodType[] = [schema];
  for (const step of path) here = here.flatMap((each) => stepInto(each, step));
  return [...new Set(here.flatMap(unwrap).flatMap((each) => Object.keys(shapeOf(each) ?? {})))];
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  return unwrap(schema).flatMap((each) => {
    const def = each._zod.def as { element?: z.core.$ZodType; valueType?: z.core.$ZodType };
    if (typeof step === "number") return def.element ? [def.element] : [];
    const child = shapeOf(each)?.[step] ?? def.valueType;
    return child ? [child] : [];
  });
}

function shapeOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> | undefined {
  return (schema._zod.def as { shape?: Record<string, z.core.$ZodType> }).shape;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = schema._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType; options?: z.core.$ZodType[] };
  if (def.innerType) return unwrap(def.innerType);
  if (def.in) return unwrap(def.in);
  return def.options ? def.options.flatMap(unwrap) : [schema];
}

function keySpan(node: unknown, key: string, at: (start: number, end: number) => Span): Span | null {
  if (!isMap(node)) return null;
  for (const pair of node.items) {
    const keyNode = isPair(pair) ? (pair.key as Node | null) : null;
    if (keyNode?.range && String(keyNode) === key) return at(keyNode.range[0], keyNode.range[1]);
  }
  return null;
}

function plainMessage(message: string): string {
  return message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
}

function yamlHint(code: string): string {
  if (code === "BAD_INDENT" || code === "TAB_AS_INDENT")
    return "YAML is indented with blanks, the same number for every key of a group";
  if (code === "DUPLICATE_KEY") return "each key may stand once";
  return "put text that holds a colon, a quotation mark or # between quotation marks";
}
