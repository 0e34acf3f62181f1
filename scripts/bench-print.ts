// How long a print PDF takes, process start included: cold (nothing remembered), warm (every chapter remembered), and the
// book's chapters ten times over. Processor seconds are user and system time of the whole process.
//   npm run bench:print -- BOOK [--ten]

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = join(dirname(fileURLToPath(import.meta.url)), "samizdat.js");

/** Runs in the measured process and tells at its end what it took. */
const METER = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("usage " + JSON.stringify(process.resourceUsage())));',
)}`;

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
  readonly pages: number;
}

function build(book: string, folder: string, cache: boolean): Run {
  const out = join(folder, "out");
  const args = [
    "--import",
    METER,
    COMMAND,
    "build",
    book,
    "--only",
    "pdf",
    "--out",
    out,
    ...(cache ? [] : ["--no-cache"]),
  ];
  const child = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const usage = /^usage (.*)$/m.exec(child.stderr)?.[1];
  if (child.status !== 0 || usage === undefined) throw new Error(child.stderr);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  const report = JSON.parse(readFileSync(join(out, basename(book), "report.json"), "utf8")) as { pages: number };
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024, pages: report.pages };
}

function print(name: string, run: Run): void {
  const speed = Math.round(run.pages / run.seconds);
  console.log(
    `${name.padEnd(10)} ${run.seconds.toFixed(2).padStart(7)} s  ${String(run.pages).padStart(5)} pages  ` +
      `${String(speed).padStart(4)} pages/s  ${run.megabytes.toFixed(0).padStart(4)} MB`,
  );
}

/** A copy of the book whose chapters stand in it ten times. */
function tenfold(book: string, folder: string): string {
  const copy = join(folder, "tenfold");
  cpSync(book, copy, { recursive: true });
  const chapters = join(copy, "chapters");
  for (const file of readdirSync(chapters).filter((each) => each.endsWith(".md"))) {
    for (let i = 1; i < 10; i += 1)
      cpSync(join(chapters, file), join(chapters, `${i}-${file.replace(/\.md$/, "")}-${i}.md`));
    renameSync(join(chapters, file), join(chapters, `0-${file}`));
  }
  return copy;
}

function main(): void {
  const [path, ...flags] = process.argv.slice(2);
  if (path === undefined) {
    console.error("usage: npm run bench:print -- BOOK [--ten]");
    process.exitCode = 2;
    return;
  }
  const book = resolve(path);
  const folder = mkdtempSync(join(tmpdir(), "bench-print-"));
  try {
    build(book, folder, true);
    print("warm", build(book, folder, true));
    const cold = build(book, folder, false);
    print("cold", cold);
    if (flags.includes("--ten")) {
      const ten = build(tenfold(book, folder), folder, false);
      print("ten times", ten);
      console.log(`ten times the text costs ${(ten.seconds / cold.seconds).toFixed(1)} times as much`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
