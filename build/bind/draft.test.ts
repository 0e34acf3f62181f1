import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaceStyle, Shape, ShapedWord, TextMark, Theme } from "../page.ts";
import { Draft, type Line, type Run } from "./draft.ts";

const STYLE: FaceStyle = { family: "mono", italic: false, bold: false, smallCaps: false };

function word(text: string): ShapedWord {
  const letters = [...text];
  return {
    face: "mono",
    glyphs: letters.map((letter) => letter.codePointAt(0)!),
    advances: letters.map(() => 500),
    offsets: null,
    unicode: letters,
    width: letters.length * 500,
  };
}

/** A face whose letters and blanks are all half an em wide. */
const shape: Shape = (text) => {
  const words = text.split(" ").map(word);
  const gaps = words.map((_, i) => (i + 1 < words.length ? 500 : -1));
  return { words, gaps, width: text.length * 500 };
};

const draftOf = () => new Draft(shape, { colour: { text: 0, accent: 0 } } as Theme);
const run = (text: string, more: Partial<Run> = {}): Run => ({ text, style: STYLE, size: 10, ...more });
const textOf = (line: Line) =>
  line.tokens
    .map(
      (token, i) => (i > 0 && token.blank > 0 ? " " : "") + token.words.map((each) => each.unicode.join("")).join(""),
    )
    .join("");

test("lines are filled first fit, and hang", () => {
  const lines = draftOf().wrap([run("one two three four")], 40, 10);
  assert.deepEqual(lines.map(textOf), ["one two", "three", "four"]);
});

test("no line breaks at a no-break space or between runs that touch", () => {
  const lines = draftOf().wrap([run("on "), run("p.\u00a012"), run(", too")], 40);
  assert.deepEqual(lines.map(textOf), ["on", "p. 12,", "too"]);
});

test("a word wider than the measure is cut, and no blank is written where it is", () => {
  const draft = draftOf();
  const lines = draft.wrap([run("abcdefghij kl")], 20);
  assert.deepEqual(lines.map(textOf), ["abcd", "efgh", "ij", "kl"]);
  assert.deepEqual(
    lines.map((line) => line.blankBehind),
    [false, false, true, false],
  );
});

test("titles break into lines of even length", () => {
  const lines = draftOf().wrapEvenly([run("a short history of the long winter")], 150);
  assert.deepEqual(lines.map(textOf), ["a short history of", "the long winter"]);
});

test("runs that share a link are one element, and the blank before a folio is written", () => {
  const draft = draftOf();
  draft.newPage();
  const entry = draft.node("Reference", -1);
  const link = { target: "#a", contents: "page 3" };
  draft.put(draft.wrap([run("Title", { link })], 100)[0]!, 0, 10, entry, "left", true);
  draft.put(draft.wrap([run("3", { link })], 100)[0]!, 100, 10, entry, "right");
  const { structure, bodies } = draft.setting({ chapter: "toc", role: "front", title: "Contents", lang: "en" });
  assert.deepEqual(
    structure.map((node) => node.role),
    ["Reference", "Link"],
  );
  const marks = bodies[0]!.marks.filter((mark): mark is TextMark => mark.type === "text");
  assert.deepEqual(
    marks.map(({ x, gaps, node }) => [x, gaps, node]),
    [
      [0, [0], 1],
      [95, [-1], 1],
    ],
  );
});
