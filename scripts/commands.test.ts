// The commands from end to end, on books made in a folder of their own. What a person sees of bad input is a text in
// cases/bad-input.txt: files that replace those of the least book ("--- path", bytes as \xHH), a line with a lone dot,
// the exit code and all that is printed. After every one of them the products stand as they stood.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { digest } from "../build/cache.ts";
import { casesIn } from "../build/cases.fixture.ts";
import { openBook } from "./books.ts";
import { runBuild } from "./build.ts";
import { runCheck } from "./check.ts";

const LEAST = {
  "book.yaml": "title: The Ferry\nauthor: Ada Example\nlang: en-GB\n",
  "chapters/01-quay.md": "# The Quay\n\nThe ferry left at six.[^1]\n\n[^1]: By the clock of the quay.\n",
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>\n';

/** A book with a part of everything, for what must be the same in every build. */
const FULL = {
  "book.yaml": `title: The Ferry\nauthor: Ada Example\nlang: en-GB\ndate: 2024-05-01\ncover: images/quay.svg\n`,
  "chapters/01-quay.md":
    '# The Quay\n\nThe ferry left at six.[^1] Its crew slept on the quay.\n\n![A quay](images/quay.svg "The quay")\n\n[^1]: By the clock.\n',
  "chapters/02-river.md": "# The River\n\nThe ferry came back at seven.[^ed-1]\n\n[^ed-1]: So the log.\n",
  "glossary.yaml": "- { term: ferry, definition: A boat. }\n",
  "timeline.yaml": "- { date: 1917-02-23, event: The ferry stops., terms: [ferry] }\n",
  "images/quay.svg": SVG,
};

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "commands-"));

before(() => process.chdir(folder));
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function writeBook(name: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), contents);
  }
}

/** Every file below a folder with its hash. */
function stateOf(path: string): Record<string, string> {
  const files = readdirSync(join(folder, path), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  return Object.fromEntries(
    files.map((each) => [each.name, digest(readFileSync(join(each.parentPath, each.name)))]).sort(),
  );
}

/** What a command printed, and its exit code. */
async function run(
  t: TestContext,
  command: () => Promise<number>,
): Promise<{ code: number; out: string; err: string }> {
  const out = t.mock.method(console, "log", () => undefined);
  const err = t.mock.method(console, "error", () => undefined);
  const code = await command();
  const text = (mock: typeof out): string => mock.mock.calls.map((call) => String(call.arguments[0])).join("\n");
  const printed = { code, out: text(out), err: text(err) };
  t.mock.restoreAll();
  return printed;
}

function samizdat(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, "scripts/samizdat.js"), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 120_000,
  });
  return { code: status, out: stdout, err: stderr };
}

// ---------------------------------------------------------------------------------------------------- what is built

test("the least book becomes all three products", async (t) => {
  writeBook("least", LEAST);
  const { code, err, out } = await run(t, () => runBuild(["least"], { out: "dist", cache: true }));
  assert.equal(err, "");
  assert.equal(code, 0);
  const made = Object.keys(stateOf("dist"));
  for (const name of ["least.epub", "least.pdf", "least.zine.pdf", "report.json"]) assert.ok(made.includes(name), name);
  assert.match(out, /dist\/least\/least\.epub {2}\d+ kB/);
});

test("the same bytes cold, warm, without cache and in other time zones; nothing but the products is printed", async (t) => {
  writeBook("full", FULL);
  const { code, err } = await run(t, () => runBuild(["full"], { out: "cold", cache: true }));
  assert.equal(err, "");
  assert.equal(code, 0);
  const cold = stateOf("cold");
  assert.equal(cold["full.epub"]?.length, 64);
  for (const [TZ, ...options] of [["Pacific/Kiritimati"], ["Pacific/Pago_Pago", "--no-cache"]] as const) {
    const { code, err, out } = samizdat(["build", "full", "--out", TZ, ...options], { TZ });
    assert.equal(err, "");
    assert.match(out, /^(?:\S+ {2}\d+ kB\n)+$/);
    assert.equal(code, 0);
    assert.deepEqual(stateOf(TZ), cold);
  }
});

test("--only makes what it names, --json prints the report", async (t) => {
  writeBook("least", LEAST);
  const { code, out } = await run(t, () => runBuild(["least"], { out: "some", cache: true, only: "pdf", json: true }));
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(stateOf("some")), ["least.pdf", "manifest.json", "report.json"]);
  const report = JSON.parse(out);
  assert.deepEqual(report, JSON.parse(readFileSync("some/least/report.json", "utf8")));
  assert.equal(report.notes, 1);
  assert.deepEqual(
    report.products.map(({ file, sha256 }: { file: string; sha256: string }) => [file, sha256]),
    [["least.pdf", stateOf("some")["least.pdf"]]],
  );
});

// ---------------------------------------------------------------------------------------------------- what is wrong

const bytesOf = (text: string): Uint8Array =>
  Buffer.concat(
    text
      .split(/(\\x[0-9a-f]{2})/)
      .map((part) => (/^\\x/.test(part) ? Buffer.from(part.slice(2), "hex") : Buffer.from(part))),
  );

for (const each of casesIn(new URL("cases/bad-input.txt", import.meta.url))) {
  test(each.name, async (t) => {
    const [, ...parts] = each.input.split(/^--- /m);
    rmSync("least", { recursive: true, force: true });
    writeBook("least", LEAST);
    for (const part of parts) {
      const [path = "", text = ""] = part.split(/\n([\s\S]*)/);
      if (path.startsWith("without ")) rmSync(join("least", path.slice("without ".length)));
      else writeBook("least", { [path]: bytesOf(`${text.trimEnd()}\n`) });
    }
    const products = stateOf("dist");
    const { code, out, err } = await run(t, () => runBuild(["least"], { out: "dist", cache: true }));
    if (code !== 0) {
      assert.equal(out, "");
      assert.deepEqual(stateOf("dist"), products);
    }
    each.check(`exit ${code}\n${err}`);
  });
}

test("an output folder that cannot be written", async (t) => {
  rmSync("least", { recursive: true, force: true });
  writeBook("least", LEAST);
  mkdirSync("blocked");
  writeFileSync("blocked/least", "a file");
  const { code, err } = await run(t, () => runBuild(["least"], { out: "blocked", cache: true, only: "pdf" }));
  assert.equal(code, 1);
  assert.match(err, /error file\/unwritable: blocked\/least cannot be written: a file is in the way of the folder/);
  assert.equal(readFileSync("blocked/least", "utf8"), "a file");
});

test("a folder that is not there, one that is no book, a product that is not known", async (t) => {
  mkdirSync("empty");
  const build = (book: string, only?: string) =>
    run(t, () => runBuild([book], { out: "dist", cache: true, ...(only ? { only } : {}) }));
  const products = stateOf("dist");
  assert.match((await build("nowhere")).err, /error file\/missing: there is no folder nowhere/);
  assert.match((await build("empty")).err, /error file\/missing: empty holds no book\.yaml/);
  assert.deepEqual(await build("least", "pfd"), {
    code: 2,
    out: "",
    err: "error: --only does not know “pfd”; did you mean pdf?: epub, pdf, zine",
  });
  assert.deepEqual(stateOf("dist"), products);
});

test("one command builds several books, each in two threads", () => {
  for (const name of ["one", "two", "three"]) writeBook(name, LEAST);
  const { code, err } = samizdat(["build", "one", "two", "three", "--out", "several"]);
  assert.equal(code, 0, err);
  for (const name of ["one", "two", "three"]) {
    assert.deepEqual(
      [`${name}.epub`, `${name}.pdf`, `${name}.zine.pdf`].filter(
        (file) => !existsSync(join(folder, "several", name, file)),
      ),
      [],
    );
  }
});

test("of two books one is wrong: the other is built, and the exit code is 1", async (t) => {
  writeBook("least", LEAST);
  writeBook("wrong", { ...LEAST, "book.yaml": "title: Wrong\n" });
  const { code, out } = await run(t, () => runBuild(["wrong", "least"], { out: "pair", cache: true, only: "pdf" }));
  assert.equal(code, 1);
  assert.match(out, /^pair\/least\/least\.pdf/);
  assert.equal(existsSync("pair/wrong"), false);
});

// ---------------------------------------------------------------------------------------------------- check

test("check --format sarif and json: place and code for programs, the count for people", () => {
  writeBook("lost", { ...LEAST, "chapters/01-quay.md": "# The Quay\n\nThe ferry left at six.[^7]\n" });
  const sarif = samizdat(["check", "lost", "--format", "sarif"]);
  assert.equal(sarif.code, 1);
  assert.equal(sarif.err, "lost: 1 error, 0 warnings\n");
  const { version, runs } = JSON.parse(sarif.out);
  assert.equal(version, "2.1.0");
  const [result] = runs[0].results;
  assert.equal(result.ruleId, "note/undefined");
  assert.deepEqual(result.locations[0].physicalLocation.region.startLine, 3);
  assert.equal(result.locations[0].physicalLocation.artifactLocation.uri, "lost/chapters/01-quay.md");
});

test("check makes nothing and ends with 0 where there are only queries", async (t) => {
  writeBook("least", LEAST);
  const products = stateOf("dist");
  assert.deepEqual(await run(t, () => runCheck(["least"], { format: "text" })), {
    code: 0,
    out: "",
    err: "least: 0 errors, 0 warnings",
  });
  assert.equal((await run(t, () => runCheck(["least"], { format: "xml" }))).code, 2);
  assert.deepEqual(stateOf("dist"), products);
});

test("check passes over what waivers.yaml lets stand, a note the source has lost among it", async (t) => {
  const chapters = { ...LEAST, "chapters/01-quay.md": "# The Quay\n\nThe ferry  left at six.[^?7]\n" };
  writeBook("waived", chapters);
  const before = await run(t, () => runCheck(["waived"], { format: "text" }));
  assert.match(before.err, /waived: 0 errors, 2 warnings$/);
  const waivers =
    "- { code: note/lost, reason: not in the copy }\n- { code: lint/spaces, text: ferry, reason: so printed }\n";
  writeBook("waived", { ...chapters, "waivers.yaml": waivers });
  assert.deepEqual(await run(t, () => runCheck(["waived"], { format: "text" })), {
    code: 0,
    out: "",
    err: "waived: 0 errors, 0 warnings",
  });
  assert.deepEqual((await openBook("waived")).diagnostics, []);
});

// ---------------------------------------------------------------------------------------------------- start

test("what was compiled for help is kept, though help ends the process", () => {
  assert.match(samizdat(["--help"]).out, /^Usage: samizdat/);
  const states = readdirSync(join(PROJECT, ".cache", "code"));
  assert.ok(states.some((each) => existsSync(join(PROJECT, ".cache", "code", each, "help.v8"))));
});

// ---------------------------------------------------------------------------------------------------- import

test("import of a text that is not there, and of a book without sources, says so and writes nothing", () => {
  const text = samizdat(["import", "--in", "nowhere.txt", "--out", "made.md"]);
  assert.equal(text.code, 1);
  assert.match(text.err, /^error file\/missing: nowhere\.txt does not exist/);
  assert.equal(existsSync("made.md"), false);
  const book = samizdat(["import", "least"]);
  assert.equal(book.code, 1);
  assert.match(book.err, /^error file\/missing: least\/sources\.yaml does not exist/);
});

test("names of the book's glossary give the texts it is made of their accents back", () => {
  const text = "The Ferry\n\nThe ferry of Marta Sjoqvist left at six, and nobody on the quay had a boat of his own.\n";
  const sha256 = createHash("sha256").update(text).digest("hex");
  writeBook("named", {
    "sources/ferry.txt": text,
    "sources.yaml": `- { file: ferry.txt, sha256: ${sha256}, title: The Ferry }\n`,
    "glossary.yaml": '- { term: "Sjöqvist, Märta", definition: She had a ferry. }\n',
  });
  const { code, err } = samizdat(["import", "named"]);
  assert.equal(err, "");
  assert.equal(code, 0);
  const chapters = Object.keys(stateOf("named/chapters"));
  assert.match(readFileSync(join(folder, "named/chapters", chapters[0]!), "utf8"), /ferry of Märta Sjöqvist left/);
});

test("a text said to be of another language is not held against English words", () => {
  writeFileSync("glued.txt", "Wir sahen den Atme am Hafen, und er blieb dort bis zum Abend.\n");
  const run = samizdat(["import", "--in", "glued.txt", "--out", "glued.md", "--lang", "de"]);
  assert.equal(run.code, 0, run.err);
  assert.match(readFileSync("glued.md", "utf8"), /den Atme am/);
});
