// How long a corrected word takes until the EPUB, the print PDF and the zine are right again and proved: as a command, with
// the process's start, and under `watch`. Beside it the first build and one with nothing changed. The book is generated:
// 100,000 words, 300 notes, glossary and timeline; --book takes another.
//   npm run bench:rebuild [-- --book DIR]

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { COMMAND, type Metered, metered } from "./meter.ts";

const CORRECTIONS = 5;

// ---------------------------------------------------------------------------------------------------- a book

const WORDS = 100_000;
const CHAPTERS = 20;
const NOTES = 15;
const SENTENCES = 6;
const NOTE_WORDS = 25;
const TERMS = 60;

/** The same numbers on every run: x' = 48271·x mod (2³¹ − 1), Park and Miller, CACM 31/10 (1988). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const SYLLABLES = "ba le ri no su ta ke mi lo du fa ge hi po ru sta bre kli mon den ver sol ma zi qu ing ed er".split(
  " ",
);

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

function writeBook(folder: string): void {
  const next = generator(19_170_223);
  const make = (from: number, to: number): string =>
    Array.from({ length: from + next(to - from + 1) }, () => SYLLABLES[next(SYLLABLES.length)]!).join("");
  const lexicon = Array.from({ length: 9000 }, (_, rank) => make(1 + Math.min(1, rank >> 7), rank < 200 ? 2 : 4));
  // Few words are said often, many seldom.
  const word = (): string => lexicon[Math.floor((next(10_000) / 10_000) ** 4 * lexicon.length)]!;
  const words = (count: number): string => Array.from({ length: count }, word).join(" ");
  const sentence = (): string => `${capital(words(8 + next(9)))}, ${words(5 + next(8))}.`;
  const terms = Array.from({ length: TERMS }, () => capital(make(4, 5)));
  mkdirSync(join(folder, "chapters"), { recursive: true });
  const recipe = ["title: Generated Words", "author: Nobody", "lang: en-GB", "date: 2024-05-01", "products:"];
  const products = ["  epub: { fonts: true }", "  pdf: { theme: classic, page: A5 }"];
  const zine = "  zine: { theme: zine, scheme: signatures, signature: 16, papers: [A4] }";
  writeFileSync(join(folder, "book.yaml"), `${[...recipe, ...products, zine].join("\n")}\n`);
  const glossary = terms.map((term) => `- term: ${term}\n  definition: ${sentence()}\n`);
  writeFileSync(join(folder, "glossary.yaml"), glossary.join(""));
  const timeline = terms.slice(0, 30).map((term, i) => `- date: ${1900 + i}\n  event: ${term} ${words(8)}.\n`);
  writeFileSync(join(folder, "timeline.yaml"), timeline.join(""));
  const perChapter = WORDS / CHAPTERS - NOTES * NOTE_WORDS;
  for (let c = 1; c <= CHAPTERS; c += 1) {
    const paragraphs: string[] = [`# ${capital(words(3))}`];
    const notes: string[] = [];
    for (let written = 0; written < perChapter; ) {
      const text = Array.from({ length: SENTENCES }, sentence);
      if (next(4) === 0) text[1] = `Of *${word()} ${word()}* the ${terms[next(TERMS)]} says: “${words(6)}”.`;
      written += text.join(" ").split(" ").length;
      if (notes.length < (NOTES * written) / perChapter && notes.length < NOTES) {
        notes.push(`[^${notes.length + 1}]: ${capital(words(NOTE_WORDS))}.`);
        text[3] += `[^${notes.length}]`;
      }
      if (next(12) === 0) paragraphs.push(`## ${capital(words(4))}`);
      paragraphs.push(text.join(" "));
    }
    const name = `${String(c).padStart(2, "0")}-part-${c}.md`;
    writeFileSync(join(folder, "chapters", name), `${[...paragraphs, ...notes].join("\n\n")}\n`);
  }
}

/** Replaces a word in the middle of the longest chapter by another of the same paragraph. */
function correct(book: string, turn: number): void {
  const folder = join(book, "chapters");
  const files = readdirSync(folder).map((name) => join(folder, name));
  const file = files.sort((a, b) => statSync(b).size - statSync(a).size || (a < b ? -1 : 1))[0]!;
  const text = readFileSync(file, "utf8");
  const paragraphs = text.split("\n\n");
  const long = paragraphs.filter((each) => /^[A-Z][^[\]<>*_`|]{300,}$/.test(each));
  const wrong = long[Math.floor(long.length / 2)] ?? "";
  const found = [...wrong.matchAll(/(?<= )[a-z]{4,}(?= )/g)];
  const [at, other] = [found[turn], found[(turn * 3 + 7) % found.length]];
  if (!at || !other) throw new Error(`${file} has no paragraph to correct`);
  const right = wrong.slice(0, at.index) + other[0] + wrong.slice(at.index + at[0].length);
  if (right === wrong) throw new Error("the correction changes nothing");
  writeFileSync(
    file,
    text.replace(wrong, () => right),
  );
}

// ---------------------------------------------------------------------------------------------------- builds

function build(book: string, folder: string): Metered {
  const run = metered(["build", book, "--out", join(folder, "out")], folder);
  if (run.status !== 0) throw new Error(run.err);
  return run;
}

/** From a save to the line that says it is built, and what that line says the build took. */
async function watched(book: string, folder: string): Promise<{ readonly saved: number[]; readonly built: number[] }> {
  const child = spawn(process.execPath, [COMMAND, "watch", book, "--out", join(folder, "out")], { cwd: folder });
  let heard = "";
  let wake = (): void => undefined;
  child.stderr.on("data", (chunk: Buffer) => {
    heard += chunk.toString();
    wake();
  });
  const hear = async (words: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = words.exec(heard);
      if (match) return match;
      if (child.exitCode !== null) throw new Error(heard);
      await new Promise<void>((done) => (wake = done));
    }
  };
  const [saved, built]: [number[], number[]] = [[], []];
  await hear(/^watching /m);
  for (let turn = 0; turn < CORRECTIONS; turn += 1) {
    heard = "";
    const started = performance.now();
    correct(book, CORRECTIONS + turn);
    const [, seconds] = await hear(/built in ([\d.]+) s/);
    saved.push((performance.now() - started) / 1000);
    built.push(Number(seconds));
  }
  child.kill("SIGINT");
  await new Promise((done) => child.once("exit", done));
  return { saved, built };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function print(name: string, wall: number, cpu: number | null): void {
  const time = (seconds: number): string => `${seconds.toFixed(2).padStart(6)} s`;
  console.log(`${name.padEnd(34)} ${time(wall)} wall${cpu === null ? "" : `  ${time(cpu)} of processors`}`);
}

async function main(): Promise<void> {
  const at = process.argv.indexOf("--book");
  const folder = mkdtempSync(join(tmpdir(), "bench-rebuild-"));
  try {
    const given = at < 0 ? null : resolve(process.argv[at + 1] ?? "");
    const book = join(folder, given ? basename(given) : "generated");
    if (given) cpSync(given, book, { recursive: true });
    else writeBook(book);
    const first = build(book, folder);
    print("first build", first.wall, first.cpu);
    const same = build(book, folder);
    print("nothing changed", same.wall, same.cpu);
    const again = Array.from({ length: CORRECTIONS }, (_, turn) => {
      correct(book, turn);
      return build(book, folder);
    });
    print("a word corrected", median(again.map(({ wall }) => wall)), median(again.map(({ cpu }) => cpu)));
    const { saved, built } = await watched(book, folder);
    print("a word corrected, under watch", median(built), null);
    print("  from the save to the message", median(saved), null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
