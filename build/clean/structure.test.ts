import assert from "node:assert/strict";
import { test } from "node:test";
import { casesIn } from "../cases.fixture.ts";
import { clean } from "./clean.ts";
import { NO_LEXICON } from "./flow.ts";

const OPTIONS = { hints: { order: "plain", notes: "none" }, lexicon: NO_LEXICON, labels: "source" } as const;

const NOUNS = "harbour winter ferry lamp keeper letter rope market bridge garden window baker road tower".split(" ");
const VERBS = "waited turned carried answered followed opened watched mended crossed counted".split(" ");

/** Prose from which the measure is learned: a case is a place in it. */
function paragraph(i: number): string {
  const sentence = (k: number): string => {
    const n = (step: number): string => NOUNS[(k * 7 + step * 5) % NOUNS.length]!;
    return `The ${n(1)} near the ${n(2)} ${VERBS[k % VERBS.length]} while ${k} of the ${n(3)} men stood behind the old ${n(4)}.`;
  };
  return Array.from({ length: 5 }, (_, k) => sentence(i * 5 + k)).join(" ");
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < 72) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

const BEFORE = Array.from({ length: 8 }, (_, i) => paragraph(i));
const AFTER = Array.from({ length: 8 }, (_, i) => paragraph(i + 8));

function cleaned(input: string): { readonly text: string; readonly unexplained: readonly number[] } {
  const text = [...BEFORE.map(wrap), input, ...AFTER.map(wrap)].join("\n\n");
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  return {
    text: value.chapters.map((chapter) => chapter.markdown.trim()).join("\n\n"),
    unexplained: value.budget.unexplained,
  };
}

for (const each of casesIn(new URL("cases/structure.txt", import.meta.url))) {
  test(each.name, () => {
    const { text, unexplained } = cleaned(each.input.trimEnd());
    const start = text.indexOf(BEFORE.at(-1)!) + BEFORE.at(-1)!.length + 2;
    each.check(text.slice(start, text.indexOf(AFTER[0]!) - 2));
    assert.deepEqual(unexplained, []);
    const again = clean({ file: "x.md", text: `${text}\n` }, OPTIONS).value.chapters;
    assert.equal(again.map((chapter) => chapter.markdown.trim()).join("\n\n"), text);
  });
}

test("chapters stand farther from the text before them than sections, however far the book's title does", () => {
  const text = [
    "\n\n\n\n\n\n\nThe Winter Papers",
    ...BEFORE.slice(0, 2).map(wrap),
    ...["The Ferry and the", "Harbour?", "Ada Example"],
    wrap(BEFORE[2]!),
    ...["The Old Lamps", wrap(BEFORE[3]!), "The Young Ropes", wrap(BEFORE[4]!)],
    ...["The Ice: Theory and Practice", "lda Example"],
    ...AFTER.slice(0, 2).map(wrap),
    ...["The Tower", wrap(AFTER[2]!), "The Bakers", wrap(AFTER[3]!)],
  ].join("\n\n");
  const apart = text.replace("\n\nThe Ferry", "\n\n\n\nThe Ferry").replace("\n\nThe Ice", "\n\n\n\nThe Ice");
  const { value } = clean({ file: "x.txt", text: apart }, OPTIONS);
  const markdown = value.chapters.map((chapter) => chapter.markdown).join("\n");
  assert.deepEqual(markdown.match(/^#+ .*$/gm), [
    "# The Winter Papers",
    "# The Ferry and the Harbour?",
    "## The Old Lamps",
    "## The Young Ropes",
    "# The Ice: Theory and Practice",
    "## The Tower",
    "## The Bakers",
  ]);
  assert.match(markdown, /^Ada Example$/m);
  assert.match(markdown, /^lda Example$/m);
});
