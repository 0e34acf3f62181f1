// What authors say of their own notes, as links: [words → printed mark].

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chapter, Inline } from "../book.ts";
import { parseChapter } from "../parse/chapter.ts";
import { linkNoteNumbers } from "./note-numbers.ts";

/** Three notes, called at the end of the text; the source had them from 11 to 13. */
const NOTES = "[^1]: One.\n\n[^2]: Two.\n\n[^3]: Three, see note 11.\n";
const SHIFTED = "---\nsource-notes: { 1-3: 11-13 }\n---\n";

function chapterOf(text: string, front: string, notes: string): Chapter {
  const source = { file: "ferry.md", text: `${front}# Ferry\n\n${text}\n\nCalls.[^1][^2][^3]\n\n${notes}` };
  const { value, diagnostics } = parseChapter(source, { lang: "en-GB", role: "chapter" });
  assert.deepEqual(diagnostics, []);
  return value;
}

function shown(inlines: readonly Inline[], chapter: Chapter): string {
  return inlines
    .map((inline) => {
      if (inline.type === "text") return inline.text;
      const words = "children" in inline ? shown(inline.children, chapter) : "";
      if (inline.type !== "cross_ref") return words;
      return `[${words} → ${chapter.notes.find((note) => note.id === inline.target)?.mark}]`;
    })
    .join("");
}

/** The first paragraph, with its links. */
function linked(text: string, front = SHIFTED, notes = NOTES): string {
  const chapter = linkNoteNumbers(chapterOf(text, front, notes));
  const [first] = chapter.blocks;
  assert.equal(first?.type, "paragraph");
  return shown(first.children, chapter);
}

test("a note is found by the number its source printed, and its new mark is added", () => {
  assert.equal(linked("The ice came late (see note 12)."), "The ice came late (see [note 12 [= 2] → 2]).");
  assert.equal(linked("The ferry of note 13 above was lost."), "The ferry of [note 13 [= 3] → 3] above was lost.");
  assert.equal(linked("As quoted in footnote 11, it froze."), "As quoted in [footnote 11 [= 1] → 1], it froze.");
});

test("where numbers did not change nothing is added", () => {
  assert.equal(linked("See note 2.", ""), "See [note 2 → 2].");
});

test("several numbers are each a link", () => {
  assert.equal(
    linked("Cf. notes 11, 12 and 13.", SHIFTED).replaceAll(" [= ", "="),
    "Cf. [notes 11=1] → 1], [12=2] → 2] and [13=3] → 3].",
  );
});

test("a number that the notes did not bear leads nowhere", () => {
  assert.equal(linked("See note 2."), "See note 2.");
  assert.equal(linked("See note 14."), "See note 14.");
});

test("notes of other works, and of other chapters, are left alone", () => {
  const others = [
    "Example, Ice, p. 4, note 12.",
    "See note 12 to chapter 3.",
    "Her note 12 says so.",
    "See note 12, p. 4.",
    "It is in note 12 of the first edition.",
    "He paid with a note, 12 marks.",
  ];
  for (const other of others) assert.equal(linked(other), other);
});

test("words in a style are linked, words that a style tears are not", () => {
  assert.equal(linked("*See note 12.*"), "See [note 12 [= 2] → 2].");
  assert.equal(linked("See *note* 12."), "See note 12.");
});

test("a label that is no longer the printed mark means none", () => {
  const text = "See note 2 and see note 3.";
  const { blocks } = linkNoteNumbers(
    parseChapter(
      { file: "ferry.md", text: `# Ferry\n\n${text}\n\nCalls.[^1][^3]\n\n[^1]: One.\n\n[^3]: Three.\n` },
      { lang: "en-GB", role: "chapter" },
    ).value,
  );
  assert.deepEqual(blocks[0]?.type === "paragraph" && blocks[0].children, [{ type: "text", text }]);
});

test("notes speak of notes, but not of themselves; an editor's later note means printed marks", () => {
  const notes =
    "[^1]: One, see note 11.\n\n[^2]: Two, see note 13.\n\n[^3]: Three.\n\n[^ed-1]: See note 12, and see note 2.\n";
  const chapter = linkNoteNumbers(chapterOf("Early.[^ed-1]", SHIFTED, notes));
  const words = chapter.notes.map(({ blocks: [first] }) =>
    first?.type === "paragraph" ? shown(first.children, chapter) : "",
  );
  assert.deepEqual(words, [
    "See note 12, and see note 2.",
    "One, see note 11.",
    "Two, see [note 13 [= 3] → 3].",
    "Three.",
  ]);
});

test("in other languages", () => {
  assert.equal(linked("Siehe Anm. 12."), "Siehe [Anm. 12 [= 2] → 2].");
  assert.equal(linked("Voir note 12."), "Voir [note 12 [= 2] → 2].");
  assert.equal(linked("См. прим. 12."), "См. [прим. 12 [= 2] → 2].");
});
