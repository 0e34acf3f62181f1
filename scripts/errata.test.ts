// A little book is built, given away, corrected and built again.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { readSides } from "../build/verify/pdf-read.ts";
import { runBuild } from "./build.ts";
import { runErrata } from "./errata.ts";
import { runVerify } from "./verify.ts";

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "errata-"));

const PROSE =
  "The ferry left the quay at six and came back at seven, with bread and with letters for the people of the upper town.";
const chapter = (word: string): string =>
  `# The Quay\n\n${`${PROSE}\n\n`.repeat(4)}The crew ${word} on the quay.[^1]\n\n${`${PROSE}\n\n`.repeat(30)}[^1]: By the clock.\n`;

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: folder }).toString();

before(async (t) => {
  process.chdir(folder);
  mkdirSync("ferry/chapters", { recursive: true });
  writeFileSync("ferry/book.yaml", "title: The Ferry\nauthor: Ada Example\nlang: en-GB\ndate: 2024-05-01\n");
  writeFileSync("ferry/chapters/01-quay.md", chapter("slept"));
  git("init", "--quiet");
  git("add", "ferry");
  git("commit", "--quiet", "-m", "First edition");
  await quietly(t as TestContext, () => runBuild(["ferry"], { out: "first", cache: true }));
  writeFileSync("ferry/chapters/01-quay.md", chapter("slept soundly"));
});
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

/** The exit code of a command, and what it printed. */
async function quietly(t: TestContext, command: () => Promise<number>): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const say = (line: unknown): void => void lines.push(String(line));
  const mocks = [t.mock.method(console, "log", say), t.mock.method(console, "error", say)];
  const stdout = t.mock.method(process.stdout, "write", (text: string) => {
    lines.push(text);
    return true;
  });
  const code = await command();
  for (const mock of [...mocks, stdout]) mock.mock.restore();
  return { code, out: lines.join("\n") };
}

test("an edition with the pages of the last one, whose EPUB tells what changed, is proved and says what to print", async (t) => {
  const options = { out: "second", cache: true, stable: "first/ferry", errata: "first/ferry" };
  const { code, out } = await quietly(t, () => runBuild(["ferry"], options));
  assert.equal(code, 0, out);
  assert.match(out, /print, as edition [0-9a-f]{8}: The Quay \(p\. 1\): the reflow is confined to the paragraph/);
  const epub = unzipSync(readFileSync("second/ferry/ferry.epub"));
  const errata = strFromU8(epub["OEBPS/errata.xhtml"]!);
  assert.match(
    errata,
    /<a href="quay\.xhtml#[a-z0-9-]+" class="ref">p\. 1, l\. 10<\/a>: for “crew slept on the” read “crew slept soundly on the”/,
  );
  assert.equal((await quietly(t, () => runVerify(["ferry"], { out: "second" }))).code, 0);

  const told = await quietly(t, () => runErrata("first/ferry", "second/ferry", { slip: "slip.pdf" }));
  assert.match(told.out, /^# Errata: The Ferry\n\nFrom edition [0-9a-f]{8} to edition [0-9a-f]{8}\. Pages/);
  assert.match(told.out, /- p\. 1, l\. 10: for “crew slept on the” read “crew slept soundly on the”/);
  assert.match(told.out, /- ferry\.zine\.pdf: \d of \d sheets: sheet 1 /);
  const [slip] = readSides(readFileSync("slip.pdf"));
  const { page } = JSON.parse(readFileSync("first/ferry/manifest.json", "utf8")).zine;
  assert.deepEqual([slip!.width, slip!.height].map(Math.round), [page.width, page.height].map(Math.round));
});

test("two revisions of git, and one and the folder as it is, give what two built editions give", async (t) => {
  const built = await quietly(t, () => runErrata("first/ferry", "second/ferry", {}));
  assert.deepEqual(await quietly(t, () => runErrata("ferry@HEAD", "ferry", {})), built);
  git("commit", "--quiet", "-a", "-m", "Second edition");
  assert.deepEqual(await quietly(t, () => runErrata("ferry@HEAD~1", "ferry@HEAD", {})), built);
  const wrong = await quietly(t, () => runErrata("ferry@nowhere", "ferry", {}));
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /error file\/missing: ferry: git knows no revision “nowhere”/);
});

test("an edition to keep that is not there is an error, and nothing is written", async (t) => {
  const { code, out } = await quietly(t, () => runBuild(["ferry"], { out: "third", cache: true, stable: true }));
  assert.equal(code, 1);
  assert.match(out, /error file\/missing: there is no third\/ferry/);
});
