import assert from "node:assert/strict";
import { test } from "node:test";
import type { Book, Chapter, Figure, Paragraph } from "../book.ts";
import { plainTextOfBlocks } from "../walk.ts";
import { descriptions } from "./apparatus.ts";
import { labelsFor } from "./labels.ts";

const span = { file: "", start: 0, end: 0 };
const paragraph = (id: string, text: string): Paragraph => ({
  type: "paragraph",
  id,
  span,
  lang: null,
  children: [{ type: "text", text }],
});
const figure = (id: string, caption: string, description: readonly Paragraph[]): Figure => ({
  type: "figure",
  id,
  span,
  lang: null,
  image: `images/${id}.svg`,
  alt: `The ${id}`,
  caption: caption === "" ? [] : [{ type: "text", text: caption }],
  description,
  width: "text",
});

function bookOf(...blocks: Chapter["blocks"]): Book {
  return { meta: { lang: "en" }, chapters: [{ blocks }] } as unknown as Book;
}

test("long descriptions stand under their captions with their figures' pages, others are left out", () => {
  const book = bookOf(
    figure("map", "The upper town", [
      paragraph("p1", "The quay lies in the north."),
      paragraph("p2", "So does the fort."),
    ]),
    figure("plan", "A plan", []),
    figure("chart", "", [paragraph("p3", "Depths are in fathoms.")]),
  );
  const found = descriptions(book, labelsFor("en"), (id) => (id === "map" ? "12" : null), "pictures");
  assert.equal(
    plainTextOfBlocks(found!.blocks),
    "The upper town (p.\u00a012)\nThe quay lies in the north.\nSo does the fort.\nThe chart\nDepths are in fathoms.",
  );
  assert.equal(
    descriptions(bookOf(figure("plan", "A plan", [])), labelsFor("en"), () => null, "pictures"),
    null,
  );
});
