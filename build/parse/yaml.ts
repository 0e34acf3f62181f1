// A YAML text and the zod schema it should fit → a typed value, or diagnostics that point at the key that is wrong.

import { type Document, isMap, isNode, isPair, type Node, parseDocument, visit, type YAMLParseError } from "yaml";
import { z } from "zod";
import { type Diagnostic, error, nearest, type Result } from "../diagnostic.ts";
import type { Source, Span } from "../text.ts";

/** Text that may look like a number, as a year or the title 1984. */
export const words = z.union([z.string(), z.number()]).transform(String);

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
  const document = parseDocument(source.text, { prettyErrors: false });
  const at = (start: number, end: number): Span => ({ file: source.file, start: start + offset, end: end + offset });
  const spanOf = (path: readonly (string | number)[]): Span => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return at(node.range[0], node.range[1]);
    }
    return at(0, 0);
  };
  if (document.errors.length > 0) {
    // What follows the first mistake in syntax is its consequence more often than another mistake.
    const [first] = document.errors as [YAMLParseError];
    const place = at(first.pos[0], first.pos[1]);
    return { value: null, diagnostics: [error("yaml/syntax", plainMessage(first), place, yamlHint(first.code))] };
  }
  const aliases = unresolvedAliases(document);
  if (aliases.length > 0) {
    const hint = "put text that begins with * between quotation marks";
    const diagnostics = aliases.map(([start, end]) =>
      error("yaml/syntax", "a value may not begin with an asterisk", at(start, end), hint),
    );
    return { value: null, diagnostics };
  }
  const nothing = schema._zod.def.type === "array" ? [] : {};
  const checked = schema.safeParse(document.toJS() ?? nothing, { reportInput: true });
  if (checked.success) return { value: { data: checked.data, spanOf }, diagnostics: [] };
  const spanOfKey = (path: Path, key: string): Span | null =>
    keySpan(path.length > 0 ? document.getIn(path, true) : document.contents, key, at);
  const diagnostics = checked.error.issues
    .flatMap((issue) => plainIssues(issue, []))
    .flatMap((issue) => describeIssue(issue, schema, spanOf, spanOfKey));
  return { value: null, diagnostics };
}

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue & { readonly path: PropertyKey[] };

/** To YAML `title: *so*` is a reference to a thing that was named before. */
function unresolvedAliases(document: Document): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document) && alias.range) found.push([alias.range[0], alias.range[1]]);
    },
  });
  return found;
}

/** An issue with a value that may be one of several things, as the issues with the thing that was most likely meant. */
function plainIssues(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Issue[] {
  const path = [...above, ...issue.path];
  if (issue.code !== "invalid_union" || issue.input === undefined) return [{ ...issue, path }];
  const meant = alternatives(issue)
    .filter((issues) => !issues.some((each) => each.code === "invalid_type" && each.path.length === 0))
    .sort((a, b) => a.length - b.length)[0];
  return meant ? meant.flatMap((each) => plainIssues(each, path)) : [{ ...issue, path }];
}

function alternatives(issue: z.core.$ZodIssueInvalidUnion): (readonly z.core.$ZodIssue[])[] {
  return issue.errors.flatMap((issues) => {
    const [only] = issues;
    return issues.length === 1 && only?.code === "invalid_union" && only.path.length === 0
      ? alternatives(only)
      : [issues];
  });
}

function describeIssue(
  issue: Issue,
  schema: z.ZodType,
  spanOf: (path: Path) => Span,
  spanOfKey: (path: Path, key: string) => Span | null,
): Diagnostic[] {
  const path = issue.path as (string | number)[];
  const keys = path.filter((step) => typeof step === "string");
  const name = keys.length > 0 ? `"${keys.join(".")}"` : path.length > 0 ? "an entry" : "the file";
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant ? `did you mean "${meant}"?` : `known keys: ${known.join(", ")}`;
      return error("yaml/unknown", `"${key}" is not a known key`, spanOfKey(path, key) ?? spanOf(path), hint);
    });
  }
  if (issue.input === undefined) {
    const where = spanOf(path.slice(0, -1));
    const place = { ...where, end: Math.min(where.end, where.start + 1) };
    return [error("yaml/missing", `${name} is missing`, place, `add a line "${String(path.at(-1) ?? "")}: …"`)];
  }
  const expected = kindsExpected({ ...issue, path: [] });
  const message = expected.length > 0 ? `${name} takes ${expected.join(" or ")}` : `${name}: ${issue.message}`;
  return [error("yaml/invalid", message, spanOf(path))];
}

/** What a value of the wrong kind should have been, for people; empty where the kind is right. */
function kindsExpected(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return [...new Set(issue.errors.flat().flatMap(kindsExpected))];
  if (issue.code === "invalid_value") return [`one of ${issue.values.map(String).join(", ")}`];
  return issue.code === "invalid_type" && issue.path.length === 0 ? [KINDS[issue.expected] ?? issue.expected] : [];
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "keys with values",
  record: "keys with values",
};

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

function plainMessage({ code, message }: YAMLParseError): string {
  if (code === "BLOCK_AS_IMPLICIT_KEY") return "a colon stands inside a value";
  if (code === "DUPLICATE_KEY") return "the key stands twice";
  return message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "");
}

function yamlHint(code: string): string {
  if (code === "BAD_INDENT" || code === "TAB_AS_INDENT")
    return "YAML is indented with blanks, the same number for every key of a group";
  if (code === "DUPLICATE_KEY") return "take one of the two out";
  return "put text that holds a colon, a quotation mark or # between quotation marks";
}
