import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { ContentsKeys, takeContents } from "./contents.ts";
import { Journal } from "./flow.ts";
import { readPlain } from "./read.ts";

const FILE = new URL("cases/contents.txt", import.meta.url);

/** What stays of a text (one form feed is written as a line of its own), and the keys of what its list names. */
function taken(input: string): string {
  const text = input.replace(/^\f$/gm, "\f").replace(/\f\n/g, "\f");
  const keys = new ContentsKeys();
  const { sections } = readPlain(text);
  const left = takeContents(sections, keys, new Journal({ file: "x.txt", text }));
  return `${left
    .flat()
    .map((line) => line.letters.text)
    .join("\n")}\nnames: ${[...keys.keys].join(", ")}`;
}

const cases = readFileSync(FILE, "utf8")
  .trimEnd()
  .split(/\n\n(?=#### )/);
const written: string[] = [];
for (const each of cases) {
  const [head = "", ...rest] = each.split("\n");
  const [input = "", expected = ""] = rest.join("\n").split(/\n\.\n/);
  const result = taken(input);
  written.push(`${head}\n${input}\n.\n${result}`);
  test(head.slice(5), () => assert.equal(result, expected));
}
if (process.env.UPDATE) writeFileSync(FILE, `${written.join("\n\n")}\n`);
