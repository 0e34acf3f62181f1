import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { writeProducts } from "./world.ts";

function inFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "world-"));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const files = new Map([
  ["a.epub", "new a"],
  ["b.pdf", "new b"],
]);

test("products take their places and leave nothing beside them", () =>
  inFolder((folder) => {
    writeFileSync(join(folder, "a.epub"), "old a");
    assert.deepEqual(writeProducts(folder, files), []);
    assert.deepEqual(readdirSync(folder).sort(), ["a.epub", "b.pdf"]);
    assert.equal(readFileSync(join(folder, "a.epub"), "utf8"), "new a");
  }));

test("a place that cannot be written is an error with a hint, and what was there stays", () =>
  inFolder((folder) => {
    writeFileSync(join(folder, "dist"), "a file where the folder should be");
    const [said, ...more] = writeProducts(join(folder, "dist"), files);
    assert.deepEqual(more, []);
    assert.equal(said?.code, "file/unwritable");
    assert.match(said.message, /a file is in the way of the folder/);
    assert.match(said.hints.join(), /--out/);
    assert.equal(readFileSync(join(folder, "dist"), "utf8"), "a file where the folder should be");
  }));

test("what a killed build left is removed, what another build is writing is not", () =>
  inFolder((folder) => {
    // Numbers of processes end far below this.
    writeFileSync(join(folder, ".a.epub.99999999-0a1b2c3d"), "torn");
    const other = `.a.epub.${process.pid}-0a1b2c3d`;
    writeFileSync(join(folder, other), "being written");
    assert.deepEqual(writeProducts(folder, files), []);
    assert.deepEqual(readdirSync(folder).sort(), [other, "a.epub", "b.pdf"].sort());
  }));

// ---------------------------------------------------------------------------------------------------- no room, no leave

/** What `writeProducts` says while a call of the disk's fails from the `after`-th time on. */
function failing(
  t: TestContext,
  folder: string,
  call: "writeSync" | "openSync" | "mkdirSync",
  code: string,
  after = 0,
) {
  const real = fs[call] as (...args: unknown[]) => unknown;
  let count = 0;
  const mock = t.mock.method(fs, call, (...args: unknown[]) => {
    count += 1;
    if (count > after) throw Object.assign(new Error(code), { code });
    return real(...args);
  });
  syncBuiltinESMExports();
  try {
    return writeProducts(folder, files);
  } finally {
    mock.mock.restore();
    syncBuiltinESMExports();
  }
}

test("a disk that is full, read-only or another's is a clear error; the old files stay and nothing lies beside them", (t) =>
  inFolder((folder) => {
    writeFileSync(join(folder, "a.epub"), "old a");
    writeFileSync(join(folder, "b.pdf"), "old b");
    const cases = [
      ["writeSync", "ENOSPC", 0, "the disk is full"],
      ["writeSync", "ENOSPC", 1, "the disk is full"],
      ["writeSync", "ENOSPC", 2, "the disk is full"],
      ["openSync", "EROFS", 0, "the disk is read-only"],
      ["openSync", "EACCES", 1, "permission denied"],
      ["mkdirSync", "EACCES", 0, "permission denied"],
    ] as const;
    for (const [call, code, after, reason] of cases) {
      const said = failing(t, folder, call, code, after);
      assert.deepEqual(
        said.map(({ message }) => message),
        [`${folder} cannot be written: ${reason}`],
      );
      assert.match(said[0]!.hints.join(), /choose a folder you may write to with --out, or make room on the disk/);
      assert.deepEqual(readdirSync(folder).sort(), ["a.epub", "b.pdf"], `${call} ${code}`);
      assert.equal(readFileSync(join(folder, "a.epub"), "utf8"), "old a");
      assert.equal(readFileSync(join(folder, "b.pdf"), "utf8"), "old b");
    }
    assert.deepEqual(writeProducts(folder, files), []);
    assert.equal(readFileSync(join(folder, "b.pdf"), "utf8"), "new b");
  }));

// ---------------------------------------------------------------------------------------------------- two builds, and kills

const WORLD = new URL("world.ts", import.meta.url).href;

/** A process that writes `count` sets of three files of its own letter, one after another. */
function writer(folder: string, letter: string, count: number) {
  const code = `import { writeProducts } from ${JSON.stringify(WORLD)};
    const set = new Map(["a", "b", "c"].map((name) => [name, ${JSON.stringify(letter)}.repeat(400_000)]));
    const other = new Map(["a", "b", "c"].map((name) => [name, ${JSON.stringify(letter.toLowerCase())}.repeat(400_000)]));
    for (let i = 0; i < ${count}; i += 1) {
      const said = writeProducts(${JSON.stringify(folder)}, i % 2 ? set : other);
      if (said.length > 0) throw new Error(said[0].message);
    }`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, ended };
}

/** The letters of which each file consists; a torn file has none. */
function lettersIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => !name.startsWith("."));
  return files
    .map((name) => {
      const text = readFileSync(join(folder, name), "latin1");
      return text === text[0]!.repeat(400_000) ? text[0] : "torn";
    })
    .join("");
}

test("two builds that write at once leave all files of one of them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "world-"));
  try {
    const writers = ["A", "B"].map((letter) => writer(folder, letter, 24));
    assert.deepEqual(await Promise.all(writers.map(({ ended }) => ended)), [0, 0]);
    assert.match(lettersIn(folder), /^(AAA|aaa|BBB|bbb)$/);
    assert.deepEqual(readdirSync(folder).sort(), ["a", "b", "c"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Resolves as soon as a file lies beside its place. */
async function beingWritten(folder: string, child: ReturnType<typeof writer>["child"]): Promise<void> {
  const isBeside = (name: string): boolean => /^\.[abc]\.\d+-[0-9a-f]{8}$/.test(name);
  while (!readdirSync(folder).some((name) => isBeside(name) && name.includes(`.${child.pid}-`))) {
    assert.equal(child.exitCode, null, "the writer ended before it was killed");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test("a build killed while it writes leaves whole files, and the next one cleans up behind it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "world-"));
  try {
    const old = new Map(["a", "b", "c"].map((name) => [name, "a".repeat(400_000)]));
    assert.deepEqual(writeProducts(folder, old), []);
    for (let kill = 0; kill < 3; kill += 1) {
      const { child, ended } = writer(folder, "A", 100_000);
      await beingWritten(folder, child);
      child.kill("SIGKILL");
      await ended;
      assert.match(lettersIn(folder), /^[Aa]{3}$/);
    }
    assert.deepEqual(writeProducts(folder, new Map([["a", "last"]])), []);
    assert.deepEqual(readdirSync(folder).sort(), ["a", "b", "c"]);
    assert.equal(readFileSync(join(folder, "a"), "utf8"), "last");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
