import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runFeedback } from "./feedback.ts";

const CHAPTER = `# The Quay

The ferry left at six, and the *boy* slept on the quay.[^1] Its crew had bread and leters for the upper town.

The boy slept on.

[^1]: By the clock of the quay.
`;

const CLIPPINGS = [
  ["Highlight on page 1 | location 10-11", "bread and leters for"],
  ["Note on page 1 | location 11", "leters -> letters"],
  ["Highlight on page 1 | location 12-13", "By the clock of the quay"],
  ["Note on page 1 | location 13", "Which clock?"],
  ["Highlight on page 1 | location 5-6", "the boy slept on"],
  ["Highlight on page 1 | location 1-2", "The railway came in the spring of that year"],
].map(([place, words]) => `The Ferry (Ada Example)\n- Your ${place} | Added on Monday\n\n${words}\n==========\n`);

test("what readers marked is listed with its places; proposals go to a file of their own", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "feedback-"));
  const home = process.cwd();
  process.chdir(folder);
  t.after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
  mkdirSync("ferry/chapters", { recursive: true });
  writeFileSync("ferry/book.yaml", "title: The Ferry\nauthor: Ada Example\nlang: en-GB\n");
  writeFileSync("ferry/chapters/01-quay.md", CHAPTER);
  const other = CLIPPINGS[0]!.replace("The Ferry", "Another Book");
  writeFileSync("clippings.txt", CLIPPINGS.join("") + other);
  let out = "";
  const mock = t.mock.method(process.stdout, "write", (text: string) => {
    out += text;
    return true;
  });
  const code = await runFeedback("ferry", ["clippings.txt"], { out: "proposals.yaml" });
  mock.mock.restore();
  assert.equal(code, 0);
  assert.equal(
    out,
    `# What readers marked in The Ferry

4 found in the exports: 2 have their place, 1 of them with a proposal; 1 could stand in several places, 1 were not found. 1 belong to other books and were passed over.

## Proposals

- ferry/chapters/01-quay.md:3:74 “…at six, and the *boy* slept on the quay.[^1] Its crew had **bread and leters for** the upper town.”
  (clippings.txt, location 10-11)
  note: leters -> letters
  proposed: for “and leters for” read “and letters for”

## Notes without a proposal

- ferry/chapters/01-quay.md:7:7 “[^1]: **By the clock of the quay**.”
  (clippings.txt, location 12-13)
  note: Which clock?

## In several places

- ferry/chapters/01-quay.md:3:28 “The ferry left at six, and **the *boy* slept on** the quay.[^1] Its crew had bread and leters for the upper…”
  ferry/chapters/01-quay.md:5:1 “**The boy slept on**.”
  (clippings.txt, location 5-6)

## Not found

- “The railway came in the spring of that year” (clippings.txt, location 1-2)
`,
  );
  assert.equal(readFileSync("ferry/chapters/01-quay.md", "utf8"), CHAPTER);
  const proposals = readFileSync("proposals.yaml", "utf8");
  assert.match(proposals, /- chapter: 01-quay\.md\n {2}before: .*leters/);
  assert.match(proposals, /reason: "?a reader’s note: leters -> letters/);

  const errors = t.mock.method(console, "error", () => undefined);
  t.mock.method(process.stdout, "write", () => true);
  assert.equal(await runFeedback("ferry", ["clippings.txt"], { out: "proposals.yaml" }), 1);
  assert.equal(readFileSync("proposals.yaml", "utf8"), proposals);
  assert.equal(await runFeedback("ferry", ["nowhere.txt"], {}), 1);
  assert.match(String(errors.mock.calls.at(-1)!.arguments[0]), /file\/missing: nowhere\.txt does not exist/);
  assert.equal(existsSync("ferry/corrections.yaml"), false);
});
