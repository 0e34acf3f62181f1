import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { watchBook } from "./watch.ts";

test("a save is built, a broken file is survived, a save by renaming is seen", async () => {
  const root = mkdtempSync(join(tmpdir(), "watch-"));
  const book = join(root, "tides");
  const chapter = join(book, "chapters", "01-low.md");
  mkdirSync(join(book, "chapters"), { recursive: true });
  const recipe =
    "title: Tides\nauthor: A. Tester\nlang: en\ndate: 2024-05-01\nproducts:\n  pdf: false\n  zine: false\n";
  writeFileSync(join(book, "book.yaml"), recipe);
  writeFileSync(chapter, "# Low\n\nThe water went out.[^1]\n\n[^1]: At noon.\n");
  const said: string[] = [];
  let wake = (): void => undefined;
  const watching = await watchBook(book, { out: join(root, "dist"), cache: false }, (line) => {
    said.push(line);
    wake();
  });
  const product = (): string => readFileSync(join(root, "dist", "tides", "report.json"), "utf8");
  const after = async (change: () => void): Promise<string> => {
    const spoken = new Promise<void>((done) => {
      wake = done;
    });
    change();
    await spoken;
    return said.at(-1)!;
  };
  try {
    const first = product();
    assert.match(await after(() => writeFileSync(chapter, "# Low\n\nThe water came in.\n")), /01-low\.md: built in/);
    const second = product();
    assert.notEqual(second, first);
    const broken = await after(() => writeFileSync(chapter, "# Low\n\nThe water.[^9]\n"));
    assert.match(broken, /01-low\.md: not built/);
    assert.equal(product(), second);
    const renamed = await after(() => {
      writeFileSync(join(book, ".01-low.md.new"), "# Low\n\nThe water stood still.\n");
      renameSync(join(book, ".01-low.md.new"), chapter);
    });
    assert.match(renamed, /01-low\.md: built in/);
    assert.notEqual(product(), second);
  } finally {
    await watching.close();
    rmSync(root, { recursive: true });
  }
});
