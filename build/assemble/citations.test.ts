import assert from "node:assert/strict";
import { test } from "node:test";
import type { Note } from "../book.ts";
import { antecedents } from "./citations.ts";

const SPAN = { file: "winter.md", start: 0, end: 1 };

function notes(...texts: string[]): Note[] {
  return texts.map((text, i) => ({
    id: `n${i + 1}`,
    label: String(i + 1),
    mark: String(i + 1),
    by: "author",
    blocks: [{ type: "paragraph", id: `p${i}`, span: SPAN, lang: null, children: [{ type: "text", text }] }],
    span: SPAN,
    calls: [`n${i + 1}-call`],
    refersTo: null,
  }));
}

/** "2→1 3→1": which note leads to which. */
function links(...texts: string[]): string {
  return [...antecedents(notes(...texts))].map(([from, to]) => `${from.slice(1)}→${to.slice(1)}`).join(" ");
}

test("Ibid. means the note before, through any chain of them", () => {
  assert.equal(links("Ada Example, The Long Winter (Harbour: Quay, 1911), 3.", "Ibid., 4.", "Ibid."), "2→1 3→1");
});

test("Ibid. behind a note that cites nothing means nothing", () => {
  assert.equal(links("He said so himself.", "Ibid., 4."), "");
  assert.equal(links("Ibid., 4."), "");
});

test("op. cit. means the last work of the one it names", () => {
  assert.equal(
    links(
      "Ada Example, The Long Winter (Harbour: Quay, 1911), 3.",
      "Bo Sample, Ice (Harbour: Quay, 1909), 7.",
      "Example, op. cit., p. 9.",
      "Op. cit., p. 11.",
    ),
    "3→1 4→1",
  );
});

test("a short title means the full citation that holds it", () => {
  assert.equal(
    links(
      "Ada Example, The Long Winter: Letters from the Harbour (Harbour: Quay, 1911), 3.",
      "Bo Sample, Ice (Harbour: Quay, 1909), 7.",
      "Example, The Long Winter, 34.",
      "Ibid., 35.",
    ),
    "3→1 4→1",
  );
});

test("a name and a page mean that name's work, if it is one", () => {
  const winter = "Ada Example, The Long Winter (Harbour: Quay, 1911), 3.";
  assert.equal(links(winter, "Example, 34."), "2→1");
  assert.equal(links(winter, "Ada Example, Thaw (Harbour: Quay, 1912), 3.", "Example, 34."), "");
});

test("an abbreviation means the note that gives it", () => {
  assert.equal(links("The Register of Ferries (RFB) (Harbour: Quay, 1911).", "See part 4 of RFB."), "2→1");
});

test("a full citation leads nowhere, even to an earlier one of the same work", () => {
  const full = "Ada Example, The Long Winter (Harbour: Quay, 1911), 3.";
  assert.equal(links(full, full), "");
});
