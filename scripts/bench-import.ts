// What import costs, and what it does to hostile input: `npm run bench:import [-- --sources DIR]`. Times are of the
// processor, not of the clock on the wall.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clean } from "../build/clean/clean.ts";
import { decode } from "../build/clean/decode.ts";
import { loadLexicon } from "./lexicon.ts";

const MEGABYTE = 1_000_000;
const LINE = 70;

function wrapped(text: string): string {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += LINE) lines.push(text.slice(at, at + LINE));
  return lines.join("\n");
}

/** About `size` characters of paragraphs. */
function prose(size: number): string {
  const words = "the keeper of the old harbour lamp waited for letters while winter closed every road to town".split(
    " ",
  );
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < size; i += 1) {
    const sentence = Array.from({ length: 9 + (i % 7) }, (_, k) => words[(i * 5 + k * 3) % words.length]!).join(" ");
    const text = `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.${i % 6 === 5 ? "\n\n" : " "}`;
    parts.push(text);
    length += text.length;
  }
  return parts
    .join("")
    .split("\n\n")
    .map((paragraph) => paragraph.replace(/(.{50,70}) /g, "$1\n"))
    .join("\n\n");
}

const HOSTILE: readonly (readonly [string, string])[] = [
  ["half a megabyte of prose", prose(MEGABYTE / 2)],
  ["a megabyte of prose", prose(MEGABYTE)],
  ["one character, no line end", "a".repeat(MEGABYTE)],
  ["one character, in lines", wrapped("a".repeat(MEGABYTE))],
  ["hyphens", "-".repeat(MEGABYTE)],
  ["hyphens in lines", wrapped("-".repeat(MEGABYTE))],
  ["nested quotes", "“".repeat(MEGABYTE / 2) + "”".repeat(MEGABYTE / 2)],
  ["stars", "*".repeat(MEGABYTE)],
  ["lone numbers", Array.from({ length: 150_000 }, (_, i) => i % 9999).join("\n")],
  ["empty lines", "\n".repeat(MEGABYTE)],
];

function measure(name: string, text: string): void {
  const before = process.cpuUsage();
  const { value } = clean({ file: name, text }, { hints: {}, lexicon: loadLexicon("en"), labels: "source" });
  const used = process.cpuUsage(before);
  const seconds = ((used.user + used.system) / 1e6).toFixed(2);
  const memory = (process.memoryUsage().rss / MEGABYTE).toFixed(0);
  const left = value.budget.unexplained.length;
  process.stdout.write(
    `${name.padEnd(32)} ${String(text.length).padStart(9)} characters ${seconds.padStart(7)} s ${memory.padStart(5)} MB ` +
      `${value.order.hypothesis}, ${value.edits.length} edits, ${left} unexplained\n`,
  );
}

const at = process.argv.indexOf("--sources");
const folder = at < 0 ? null : process.argv[at + 1];
if (folder) {
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith(".txt"))
    .sort()) {
    measure(name, decode(readFileSync(join(folder, name)), name).value.text);
  }
}
for (const [name, text] of HOSTILE) measure(name, text);
