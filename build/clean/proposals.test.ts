import assert from "node:assert/strict";
import { test } from "node:test";
import { testCases } from "../cases.fixture.ts";
import { clean } from "./clean.ts";
import { NO_LEXICON } from "./flow.ts";

const OPTIONS = { hints: {}, lexicon: NO_LEXICON, labels: "source" } as const;

/** Prose around a case, each paragraph's words its own. */
function prose(nouns: string): string {
  return nouns
    .split(" ")
    .map(
      (noun) =>
        `The ${noun} was looked for in the morning, and those who had seen it last\nwere of two minds about its place and its price; by noon the ${noun} had been\nfound again behind the shed, where the snow lies longest of all.`,
    )
    .join("\n\n");
}

/** What a source's own lists offer, a line each. */
function offered(input: string): string {
  const text = `${prose("rope lamp stove ledger")}\n\n\n\n${input}\n\n\n\nThe thaw\n\n${prose("chain bell coal bench")}\n`;
  const { proposals, budget } = clean({ file: "x.txt", text }, OPTIONS).value;
  assert.deepEqual(budget.unexplained, []);
  const terms = proposals.glossary.map(({ term, definition }) => `${term} = ${definition}`);
  return [...terms, ...proposals.timeline.map(({ date, event }) => `${date} ${event}`)].join("\n") || "nothing";
}

testCases(new URL("cases/proposals.txt", import.meta.url), (input) => offered(input.trimEnd()));

test("a numbered list of books is no list of notes, one that the text calls is", () => {
  const list = "1. Example, Ada, The Ice, Harbour Press 1924.\n2. Sample, Bo, The Coal, Rope Press 1925.";
  const notesIn = (text: string): number => {
    const { chapters } = clean({ file: "x.txt", text: `${text}\n\nFurther Reading\n\n${list}\n` }, OPTIONS).value;
    return chapters.map(({ markdown }) => markdown.match(/^\[\^\d+\]: /gm)?.length ?? 0).reduce((a, b) => a + b);
  };
  const plain = prose("rope lamp stove ledger");
  assert.equal(notesIn(plain), 0);
  assert.equal(
    notesIn(plain.replace("the lamp had", "the lamp[1] had").replace("the stove had", "the stove[2] had")),
    2,
  );
});

test("each work of a list is a paragraph, in its order", () => {
  const works = [
    "Example, Ada. The Long Winter. Harbour Press, 1921.",
    "---. The Thaw. Harbour Press, 1923.",
    "Sample, Bo, and Cy Other. Letters from the Shed: A History of the Lower Town. London: Rope Press, 1930.",
    "Other, Cy (1919) ‘The Lamp and the Law’, Journal of Quays, 12(3), pp. 45–67.",
  ];
  const set = works.map((each) => each.replace("Lower Town.", "Lower\n   Town.")).join("\n\n");
  const { chapters } = clean(
    { file: "x.txt", text: `${prose("rope lamp stove ledger")}\n\nWorks Cited\n\n${set}\n` },
    OPTIONS,
  ).value;
  const markdown = chapters.map((chapter) => chapter.markdown).join("\n");
  assert.ok(markdown.trimEnd().endsWith(`# Works Cited\n\n${works.join("\n\n")}`), markdown.slice(-500));
});
