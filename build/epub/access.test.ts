import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, Book } from "../book.ts";
import { accessibilityOf, obstacles, weakColours } from "./access.ts";
import { book, chapter, everything, heading, paragraph, text } from "./fixture.ts";

const CSS = "p { font-size: 1em; }";

function valuesOf(made: Book, css = CSS, pages = 0): string[] {
  const claims = accessibilityOf({ book: made, css, pages, contents: 3, charts: 0 });
  return claims
    .filter((claim) => claim.property !== "schema:accessibilitySummary")
    .map(({ property, value }) => `${property.replace(/^\w+:/, "")} ${value}`);
}

function figure(alt: string): Block {
  const base = { id: "f", span: { file: "f", start: 0, end: 1 }, lang: null } as const;
  return { ...base, type: "figure", image: "a.png", alt, caption: [], description: [], width: "text" };
}

test("a book of plain text claims what it has and no more", () => {
  assert.deepEqual(valuesOf(book([chapter("one", "One", [paragraph("a", "Ice.")])])), [
    "accessMode textual",
    "accessModeSufficient textual",
    "accessibilityFeature tableOfContents",
    "accessibilityFeature readingOrder",
    "accessibilityFeature structuralNavigation",
    "accessibilityFeature displayTransformability",
    "accessibilityFeature ARIA",
    "accessibilityFeature unlocked",
    "accessibilityHazard none",
    "conformsTo EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
    "certifiedBy Samizdat, by automatic checks",
  ]);
});

test("pictures, pages, index and long descriptions are claimed where they are", () => {
  const values = valuesOf(everything(), CSS, 4);
  for (const each of [
    "accessMode visual",
    ...["alternativeText", "longDescription", "pageBreakMarkers", "pageNavigation", "index"].map(
      (name) => `accessibilityFeature ${name}`,
    ),
  ]) {
    assert.ok(values.includes(each), each);
  }
});

test("one picture without a name, and neither alternative texts nor conformance are claimed", () => {
  const values = valuesOf(book([chapter("one", "One", [figure("A quay"), figure(" ")])]));
  assert.ok(values.includes("accessModeSufficient textual,visual"));
  assert.ok(!values.some((value) => /alternativeText|conformsTo/.test(value)));
});

test("what stands in the way of conformance is named", () => {
  const table: Block = {
    id: "t",
    span: { file: "f", start: 0, end: 1 },
    lang: null,
    type: "table",
    align: ["left"],
    head: [[text(" ")]],
    rows: [],
  };
  const made = book([chapter("one", "One", [heading("h", 4, "Deep"), figure(""), table])]);
  const css = "p { font-size: 12pt; color: #999; }";
  assert.deepEqual(obstacles({ book: made, css, pages: 0, contents: 0, charts: 0 }), [
    "1.1.1: 1 pictures without alternative text",
    "1.3.1: 1 tables without heads",
    "1.3.1: 1 headings skip a level",
    "1.4.3: p { font-size: 12pt; color: #999; } in the style sheet",
    "1.4.4: fixed type sizes in the style sheet",
    "2.4.5: no contents",
  ]);
});

test("contrast is measured on the ground a colour stands on, by day and by night", () => {
  assert.deepEqual(weakColours("p { color: #767676; } q { color: #777; }"), ["q { color: #777; }"]);
  assert.deepEqual(weakColours("p { color: #777; background: #000; }"), []);
  assert.deepEqual(weakColours("@media (prefers-color-scheme: dark) { p { color: #333; } q { color: #ddd; } }"), [
    "p { color: #333; }",
  ]);
});
