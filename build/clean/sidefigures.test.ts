import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlain } from "./read.ts";
import { withFigures } from "./sidefigures.ts";

/** Blocks parted by a line with "="; a line inside a block that begins with a blank has an empty line before it. */
function placed(text: string, called: readonly string[]): string[][] {
  const blocks = text.split("\n=\n").map((block) => readPlain(block.replaceAll("\n ", "\n\n")).sections[0]!);
  const found = withFigures(
    blocks,
    () => false,
    (figure) => called.includes(figure),
  );
  return found.map((block) => block.map(({ letters }) => letters.text));
}

const TEXT = "The boats came in\nwhen the bells rang,\nas they had done\nfor a hundred years";

test("a figure read as the end of a page's text stands before the note below it", () => {
  assert.deepEqual(placed(`${TEXT}\n7\n=\nThe Mill, a history.`, ["7"]), [
    TEXT.split("\n"),
    ["7", "The Mill, a history."],
  ]);
});

test("figures that two blocks of text parted from their notes go to them in turn", () => {
  const side = `${TEXT}\n7\n=\n8\n ${TEXT}\n=\nThe Mill, p. 3.\n=\nOp. Cit., p. 4.`;
  assert.deepEqual(placed(side, ["7", "8"]), [
    TEXT.split("\n"),
    TEXT.split("\n"),
    ["7", "The Mill, p. 3."],
    ["8", "Op. Cit., p. 4."],
  ]);
});

test("a block that holds the next number has lost its first one to the text above", () => {
  const side = `${TEXT}\n7\n=\nThe Mill, a history.\n8\nOp. Cit., p. 4.`;
  assert.deepEqual(placed(side, ["7", "8"])[1], ["7", "The Mill, a history.", "8", "Op. Cit., p. 4."]);
});

test("a figure that nothing calls, and a note that has its own, stay", () => {
  const side = `${TEXT}\n7\n=\nThe Mill, p. 3.`;
  assert.deepEqual(placed(side, []), [[...TEXT.split("\n"), "7"], ["The Mill, p. 3."]]);
  assert.deepEqual(placed(`${TEXT}\n7\n=\n8\nThe Mill, p. 3.`, ["7"])[1], ["8", "The Mill, p. 3."]);
});
