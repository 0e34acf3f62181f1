import assert from "node:assert/strict";
import { test } from "node:test";
import { learnGrammar } from "./joins.ts";
import type { Sheet } from "./pages.ts";
import { readPlain } from "./read.ts";
import { asList, gatherLists, hasNoteLists } from "./sidelists.ts";
import { unmix } from "./sides.ts";

function linesOf(text: string) {
  return readPlain(text).sections[0]!;
}

test("a list of notes is one block, however it was read; what stands behind it is not", () => {
  const blocks = ["Notes\n1\n", "See A.\n2\n", "See B.", "3", "See C,\nwhich is long.", "The mill stood still."].map(
    linesOf,
  );
  const gathered = gatherLists(blocks).map((block) => block.map(({ letters }) => letters.text));
  assert.deepEqual(gathered, [
    ["Notes", "1", "See A.", "2", "See B.", "3", "See C,", "which is long."],
    ["The mill stood still."],
  ]);
  assert.deepEqual(asList(gatherLists(blocks)[0]!), { titled: true, first: 1, last: 3 });
});

test("only a title above a number says that notes stand in lists", () => {
  assert.equal(hasNoteLists([linesOf("Notes\n1\nSee A.")]), true);
  assert.equal(hasNoteLists([linesOf("Notes\nof a boatman"), linesOf("1\nSee A.")]), false);
});

const SENSE = {
  grammar: learnGrammar([], new Map()),
  vocabulary: new Map(),
  lexicon: { langs: ["en"], has: (word: string) => word === "harbour" || word === "orchard" },
};

test("a list goes with the page whose chapter it ends, and goes on with the next number on the next", () => {
  const side = (text: string, folios: readonly number[]): Sheet => ({
    side: folios[0]!,
    lines: linesOf(text),
    folios: folios.map((value) => ({ value, style: "arabic" as const })),
    head: null,
    mixed: true,
  });
  const rest = "bour lay still.\nThe boats came in, and that was the end of it.";
  const before = "It was long before the day that the har-";
  const notes = "Notes\n1\nSee the first of the books.\n\n2\nSee the second of them.";
  const more = "3\nSee the third of the books.\n\n4\nSee the fourth of them.";
  const pages = unmix(
    [
      side(`${before}\n\nThe or-`, [1, 6]),
      side(`${rest}\n\nIn the mean time nobody had seen the mill.\n\n${notes}`, [2, 5]),
      side(`Far off, the bells were heard.\n\n${more}`, [4, 3]),
    ],
    SENSE,
  );
  const third = pages.find(({ folios }) => folios[0]?.value === 3)!;
  const second = pages.find(({ folios }) => folios[0]?.value === 2)!;
  assert.equal(second.lines.at(-1)!.letters.text, "See the second of them.");
  assert.equal(third.lines[0]!.letters.text, "3");
});
