import assert from "node:assert/strict";
import { test } from "node:test";
import { testCases } from "../cases.fixture.ts";
import { clean } from "./clean.ts";
import { type Hints, NO_LEXICON } from "./flow.ts";
import { withMarks } from "./front.ts";

function cleaned(text: string, labels: "chapter" | "source", hints: Hints = {}) {
  return clean({ file: "winter.md", text }, { hints, labels, lexicon: NO_LEXICON }).value;
}

function shown(text: string): string {
  const { chapters, setAside, questions, budget } = cleaned(text, "chapter");
  assert.deepEqual(budget.unexplained, []);
  const parts = chapters.map(({ markdown, marks }) => {
    const other = [...marks].filter(([label, mark]) => label !== mark);
    const called = other.map(([label, mark]) => `${label}=${mark}`).join(" ");
    return `-----\n${markdown}${called === "" ? "" : `\n${called}`}`;
  });
  const aside = setAside.map((each) => `set aside: ${each.text.trim().replaceAll("\n", " ¶ ")}`);
  return [...parts, ...aside, ...questions.map((each) => `asked: ${each.text}`)].join("\n");
}

testCases(new URL("cases/sound.txt", import.meta.url), (text) => shown(text).trimEnd());

const NOTES = "# One\n\nThe ferry.[^1]\n\n# Two\n\nThe thaw.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n";

test("as one file it is left alone, its front matter with it", () => {
  for (const front of ["", "---\ntitle: The Winter\n---\n\n", "---\nsource-notes: { 1: 11 }\n---\n"]) {
    const { front: kept, chapters } = cleaned(front + NOTES, "source");
    const marks = new Map(chapters.flatMap((chapter) => [...chapter.marks]));
    assert.equal(withMarks(kept, marks) + chapters.map(({ markdown }) => markdown).join("\n"), front + NOTES);
  }
});

test("every letter of a chapter leads back to its place, a label to the one before", () => {
  const text = `\uFEFF${NOTES.replaceAll("\n", "\r\n")}`;
  const { chapters, budget } = cleaned(text, "chapter");
  assert.deepEqual(budget.unexplained, []);
  for (const { markdown, trace } of chapters) {
    for (const { to, from, length } of trace) {
      const there = text.slice(from, from + length);
      assert.equal(there.replace(/\r/g, "").replace("^2", "^1"), markdown.slice(to, to + length));
    }
    assert.ok(trace.reduce((sum, { length }) => sum + length, 0) > markdown.length * 0.7);
  }
});

test("chapters a person names begin at their titles, whatever their level; the others stand below without gaps", () => {
  const text =
    "# Letters\n\nBy a friend.\n\n## The ferry\n\nIt left.\n\n#### The bell\n\nIt rang.\n\n## The thaw {#thaw}\n\nIt came.\n";
  const chapters = ["The Ferry", "Ice", "The thaw"].map((title) => ({ title }));
  const found = cleaned(text, "chapter", { chapters });
  assert.deepEqual(found.budget.unexplained, []);
  assert.deepEqual(
    found.chapters.map(({ markdown }) => markdown),
    [
      "## Letters\n\nBy a friend.\n\n# The ferry\n\nIt left.\n\n## The bell\n\nIt rang.\n",
      "",
      "# The thaw {#thaw}\n\nIt came.\n",
    ],
  );
});

test("front matter of a damaged text is no part of it", () => {
  const torn = Array.from(
    { length: 12 },
    (_, i) =>
      `The ferry of the harbour was late again and the men on the quay waited for letter ${i} and\n\nfor the bell.`,
  );
  const { front, chapters, budget } = cleaned(`---\ntitle: Winter\n---\n\n${torn.join("\n\n")}\n`, "source");
  assert.equal(front, "---\ntitle: Winter\n---\n\n");
  assert.match(chapters[0]!.markdown, /^The ferry of the harbour/);
  assert.deepEqual(budget.unexplained, []);
});

test("rules around a paragraph are no front matter", () => {
  const text = "---\n\nThe ferry: it left.\n\n---\n\nThe thaw.\n";
  assert.equal(cleaned(text, "source").front, "");
});

test("where no title a person named is found, the budget says that the text is lost", () => {
  const hints = { chapters: [{ title: "Nowhere" }] };
  const { diagnostics } = clean({ file: "winter.md", text: NOTES }, { hints, labels: "chapter", lexicon: NO_LEXICON });
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["text/budget"],
  );
});
