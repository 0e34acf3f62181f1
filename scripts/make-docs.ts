// The reference pages that are made from the code: docs/diagnostics.md from the codes, docs/schema/*.json from the zod
// schemas that read the YAML files. `npm run docs` writes them; a test holds them against the code.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { CODES } from "../build/diagnostic.ts";
import { glossarySchema } from "../build/parse/glossary.ts";
import { recipeSchema } from "../build/parse/recipe.ts";
import { themeSchema } from "../build/parse/theme.ts";
import { timelineSchema } from "../build/parse/timeline.ts";
import { waiversSchema } from "../build/parse/waivers.ts";
import { correctionsSchema } from "./corrections.ts";
import { SOURCES } from "./sources.ts";

/** YAML file → the schema that reads it. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  book: recipeSchema,
  glossary: glossarySchema,
  timeline: timelineSchema,
  sources: SOURCES,
  corrections: correctionsSchema,
  waivers: waiversSchema,
  theme: themeSchema,
};

/** What the part of a code before its slash speaks of, in the order of the page. */
const SUBJECTS: Readonly<Record<string, string>> = {
  file: "Files and folders",
  yaml: "book.yaml, glossary.yaml and the other YAML files",
  book: "The book as a whole",
  syntax: "Chapters",
  note: "Notes",
  image: "Images",
  link: "Cross references and links",
  term: "The glossary",
  date: "The timeline",
  text: "Cleaning and import",
  correction: "corrections.yaml",
  feedback: "What readers marked",
  line: "Lines of print",
  page: "Pages of print",
  glyph: "Characters",
  script: "Scripts",
  zine: "The zine",
  lint: "What a proofreader would query",
  verify: "The finished products, opened again",
};

const HEAD = `# Diagnostics

Everything the commands complain of has a code. An error keeps the products from being written; a warning does not.
What begins with \`lint/\` comes from \`npm run check\` alone; what begins with \`verify/\` comes from \`npm run verify\`.
Of what \`check\` says, warnings may be waived, with a reason, in \`waivers.yaml\`.

This page is made from \`build/diagnostic.ts\` by \`npm run docs\`.
`;

function diagnosticsPage(): string {
  const prefixes = [...new Set(Object.keys(CODES).map((code) => code.split("/")[0]!))];
  const place = (prefix: string): number => Object.keys(SUBJECTS).indexOf(prefix);
  const groups = prefixes.sort((a, b) => place(a) - place(b)).map(groupOf);
  return [HEAD, ...groups].join("\n");
}

function groupOf(prefix: string): string {
  const subject = SUBJECTS[prefix];
  if (subject === undefined) throw new Error(`${prefix}/ has no subject in scripts/make-docs.ts`);
  const rows = Object.entries(CODES).filter(([code]) => code.startsWith(`${prefix}/`));
  const lines = rows.map(([code, sentence]) => `| \`${code}\` | ${sentence} |`);
  return [`## ${subject}`, "", "| code | what it says |", "| --- | --- |", ...lines, ""].join("\n");
}

/** `io: input`: what a person writes, before lengths become numbers and defaults are filled in. */
function schemaFile(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** Every generated page by its path in the project. */
export function generatedDocs(): ReadonlyMap<string, string> {
  const schemas = Object.entries(SCHEMAS).map(([name, schema]): [string, string] => [
    `docs/schema/${name}.json`,
    schemaFile(schema),
  ]);
  return new Map([["docs/diagnostics.md", diagnosticsPage()], ...schemas]);
}

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), "..");

export function writeDocs(): void {
  for (const [path, text] of generatedDocs()) {
    mkdirSync(dirname(join(PROJECT, path)), { recursive: true });
    writeFileSync(join(PROJECT, path), text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeDocs();
