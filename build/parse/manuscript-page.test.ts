// docs/manuscript.md against the code: its YAML is read as it stands, and the keys it shows are those the code knows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import type { z } from "zod";
import { frontMatterSchema } from "./chapter.ts";
import { glossarySchema, parseGlossary } from "./glossary.ts";
import { parseRecipe, recipeSchema } from "./recipe.ts";
import { parseTimeline, timelineSchema } from "./timeline.ts";

const PAGE = readFileSync(new URL("../../docs/manuscript.md", import.meta.url), "utf8");

function sectionOf(title: string): string {
  const section = PAGE.split(`\n## ${title}\n`)[1]?.split("\n## ")[0];
  assert.ok(section, `the page has no section ${title}`);
  return section;
}

function yamlOf(title: string): string {
  const found = /```yaml\n([\s\S]*?)```/.exec(sectionOf(title));
  assert.ok(found, `${title} shows no YAML`);
  return found[1]!;
}

const keysOf = (schema: z.ZodObject): string[] => Object.keys(schema.shape).sort();

test("book.yaml is shown with every key, and is right", () => {
  const text = yamlOf("book.yaml");
  assert.deepEqual(parseRecipe({ file: "book.yaml", text }).diagnostics, []);
  assert.deepEqual(Object.keys(parse(text)).sort(), keysOf(recipeSchema));
});

for (const [name, read, schema] of [
  ["glossary.yaml", parseGlossary, glossarySchema],
  ["timeline.yaml", parseTimeline, timelineSchema],
] as const) {
  test(`${name} is shown with every key, and is right`, () => {
    const text = yamlOf(name);
    assert.deepEqual(read({ file: name, text }).diagnostics, []);
    assert.deepEqual(Object.keys(parse(text)[0]).sort(), keysOf(schema.element));
  });
}

test("the front matter is shown with every key", () => {
  const front = /```\n---\n([\s\S]*?)---\n```/.exec(sectionOf("Chapters"))?.[1];
  assert.deepEqual(Object.keys(parse(front ?? "")).sort(), keysOf(frontMatterSchema));
});
