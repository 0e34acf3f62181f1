// What import costs, what it does to hostile input, and how near it comes to the truth:
// `npm run bench:import [-- --sources DIR] [--devset DIR]`. Every text is cleaned by the command itself, its start included;
// the first time is of the processors, the second of the clock. A devset is a folder of `dirty/NAME/`, each
// with `truth.md` and texts made from it, and a scorer `score.py` that takes truth and result and prints JSON.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { metered } from "./meter.ts";

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

const HOSTILE: readonly (readonly [string, () => string])[] = [
  ["half a megabyte of prose", () => prose(MEGABYTE / 2)],
  ["a megabyte of prose", () => prose(MEGABYTE)],
  ["one character, no line end", () => "a".repeat(MEGABYTE)],
  ["one character, in lines", () => wrapped("a".repeat(MEGABYTE))],
  ["hyphens", () => "-".repeat(MEGABYTE)],
  ["hyphens in lines", () => wrapped("-".repeat(MEGABYTE))],
  ["nested quotes", () => "“".repeat(MEGABYTE / 2) + "”".repeat(MEGABYTE / 2)],
  ["stars", () => "*".repeat(MEGABYTE)],
  ["lone numbers", () => Array.from({ length: 150_000 }, (_, i) => i % 9999).join("\n")],
  ["unclosed tags", () => `<html><body><p>${"<b>a ".repeat(MEGABYTE / 5)}`],
  ["a table in every cell", () => `<html><body>${"<table><tr><td>a ".repeat(MEGABYTE / 17)}`],
  ["half a million lines of code", () => `<html><body><pre>${"a\n".repeat(MEGABYTE / 2)}</pre></body></html>`],
  ["empty lines", () => "\n".repeat(MEGABYTE)],
];

/** Cleans a file as the command does; `out`: where the Markdown goes. */
function run(name: string, file: string, out: string, folder: string): void {
  const { cpu, wall, memory, status, out: said, err } = metered(["import", "--in", file, "--out", out], folder);
  const summary = status === 0 ? said.trim().replace(`${out}: `, "") : err.trim().split("\n")[0]!;
  const figures = `${statSync(file).size.toString().padStart(9)} bytes ${cpu.toFixed(2).padStart(6)} s ${wall.toFixed(2).padStart(6)} s wall`;
  process.stdout.write(`${name.padEnd(34)} ${figures} ${memory.toFixed(0).padStart(4)} MB  ${summary}\n`);
}

interface Score {
  readonly order: { readonly lis: number; readonly adjacent: number };
  readonly words: { readonly recall: number; readonly precision: number };
  readonly paragraphs: {
    readonly truth: number;
    readonly intact: number;
    readonly false_breaks: number;
    readonly false_joins: number;
  };
  readonly notes: {
    readonly found: number | null;
    readonly calls_right_sentence: number | null;
    readonly word_recall: number | null;
    readonly words_left_in_body: number | null;
  };
  readonly hyphens: { readonly spurious: number; readonly lost: number };
  readonly headings: { readonly f1: number | null };
  readonly furniture_left: number;
  readonly overall: number;
}

function say(score: Score): void {
  const figure = (value: number | null): string => (value === null ? "  –  " : value.toFixed(3));
  const { order, words, paragraphs, notes, hyphens, headings } = score;
  const torn = (100 * (paragraphs.false_breaks + paragraphs.false_joins)) / paragraphs.truth;
  process.stdout.write(
    `  order ${figure(order.lis)} ${figure(order.adjacent)}  words ${figure(words.recall)} ${figure(words.precision)}  ` +
      `paragraphs ${figure(paragraphs.intact)}, ${torn.toFixed(1)} wrong of 100  headings ${figure(headings.f1)}  ` +
      `hyphens ${hyphens.spurious + hyphens.lost} wrong  furniture ${score.furniture_left}\n` +
      `  notes ${figure(notes.found)}, at their sentence ${figure(notes.calls_right_sentence)}, words ${figure(notes.word_recall)}, ` +
      `left in the text ${figure(notes.words_left_in_body)}  overall ${figure(score.overall)}\n`,
  );
}

/** Every dirty text against its truth; the truth against itself says what the scorer sees in a perfect result. */
function judge(devset: string, scratch: string): void {
  const scorer = join(devset, "score.py");
  const score = (truth: string, result: string): void =>
    say(JSON.parse(execFileSync("python3", [scorer, truth, result], { encoding: "utf8" })) as Score);
  for (const name of readdirSync(join(devset, "dirty")).sort()) {
    const folder = join(devset, "dirty", name);
    const truth = join(folder, "truth.md");
    if (!existsSync(truth)) continue;
    process.stdout.write(`${name}: the truth itself\n`);
    score(truth, truth);
    for (const dirty of readdirSync(folder).sort()) {
      if (!/\.(?:txt|html?)$/.test(dirty)) continue;
      const out = join(scratch, "result.md");
      run(`${name}/${dirty}`, join(folder, dirty), out, scratch);
      score(truth, out);
    }
  }
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

function bench(scratch: string): void {
  const sources = option("--sources");
  const devset = option("--devset");
  const out = join(scratch, "result.md");
  metered(["--help"], scratch); // what is made once, at the first start, is no part of the figures
  for (const name of sources === undefined ? [] : readdirSync(sources).sort())
    if (name.endsWith(".txt")) run(name, resolve(sources!, name), out, scratch);
  if (devset !== undefined) judge(resolve(devset), scratch);
  const file = join(scratch, "source.txt");
  for (const [name, make] of HOSTILE) {
    writeFileSync(file, make());
    run(name, file, out, scratch);
  }
}

const scratch = mkdtempSync(join(tmpdir(), "bench-import-"));
try {
  bench(scratch);
} finally {
  rmSync(scratch, { recursive: true });
}
