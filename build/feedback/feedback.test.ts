import assert from "node:assert/strict";
import { test } from "node:test";
import { testCases } from "../cases.fixture.ts";
import { lettersOf, locate } from "./locate.ts";
import { propose } from "./propose.ts";
import { readFeedback } from "./read.ts";
import { type Remark, remark } from "./remark.ts";

function show({ where, quote, note, title, prefix, suffix }: Remark): string {
  const context = prefix || suffix ? ` | “${prefix}” “${suffix}”` : "";
  return `${where} | ${quote.replaceAll("\n", "⏎")} | ${note ?? "-"} | ${title ?? "-"}${context}`;
}

testCases(new URL("cases/exports.txt", import.meta.url), (input) => {
  const { value, diagnostics } = readFeedback({ file: "export", text: input });
  return [...value.map(show), ...diagnostics.map(({ code, message }) => `${code}: ${message}`)].join("\n");
});

testCases(new URL("cases/proposals.txt", import.meta.url), (input) => {
  const [quote = "", note = ""] = input.split("\n");
  const found = propose(quote, note);
  return found ? `${found.before} → ${found.after}` : "-";
});

// ---------------------------------------------------------------------------------------------------- where it stands

const TEXT = `---
title: The Quay
---

# The Quay {#quay}

The *ferry* left at six,[^1] and “nobody” had told the pilot’s boy; he slept on
the quay, beneath a [tarpaulin](https://example.org/tarpaulin) that smelt of oﬃces.

At seven the ferry was back. Its crew had bread and letters for the upper town, and a co\u00adoperative’s
stove that no one would carry up the hill. The boy slept on.

[^1]: By the clock of the quay; the harbour’s clock had stopped.
`;
const FILES = [lettersOf({ file: "chapters/01-quay.md", text: TEXT }, true)];

/** The words of the place, with what differs. */
function at(parts: Partial<Remark> & { quote: string }): string {
  const found = locate(remark({ file: "x", ...parts }), FILES);
  if (found.found === "often") return `in ${found.spans.length} places`;
  if (found.found === "never") return found.nearest ? "not found, but nearly" : "not found";
  const words = TEXT.slice(found.span.start, found.span.end).replaceAll("\n", "⏎");
  return found.differs > 0 ? `${words} (${found.differs})` : words;
}

test("marks, quotation marks, line ends, soft hyphens and ligatures are not looked at", () => {
  assert.equal(at({ quote: 'ferry left at six, and "nobody" had' }), "ferry* left at six,[^1] and “nobody” had");
  assert.equal(at({ quote: "slept on the quay, beneath a tarpaulin" }), "slept on⏎the quay, beneath a [tarpaulin");
  assert.equal(at({ quote: "smelt of offices" }), "smelt of oﬃces");
  assert.equal(at({ quote: "a co-operative's stove" }), "a co\u00adoperative’s⏎stove");
});

test("a note's mark that came along is no figure of the text", () => {
  assert.equal(at({ quote: "left at six,1 and “nobody” had" }), "left at six,[^1] and “nobody” had");
});

test("words that stand twice are told apart by their neighbours, else both are named", () => {
  assert.equal(at({ quote: "ferry", suffix: " was back" }), "ferry");
  assert.equal(at({ quote: "The boy slept" }), "The boy slept");
  assert.equal(at({ quote: "slept on" }), "in 2 places");
  assert.equal(at({ quote: "the quay", prefix: "clock of " }), "the quay");
});

test("words that stand in two chapters are those of the chapter the export names", () => {
  const river = lettersOf({ file: "chapters/02-river.md", text: "# The River\n\nThe crew slept on the quay.\n" }, true);
  const both = [...FILES, river];
  const found = (parts: Partial<Remark>): string => {
    const place = locate(remark({ file: "x", quote: "slept on the quay", ...parts }), both);
    return place.found === "once" ? place.span.file : place.found;
  };
  assert.equal(found({}), "often");
  assert.equal(found({ chapter: "The River" }), "chapters/02-river.md");
  assert.equal(found({ chapter: "The quay" }), "chapters/01-quay.md");
  assert.equal(found({ where: "river.xhtml" }), "chapters/02-river.md");
});

test("words the reader's edition had otherwise are found where they are most alike", () => {
  assert.equal(
    at({ quote: "Its crew had bread and leters for the uper town, and the" }),
    "Its crew had bread and letters for the upper town, and (5)",
  );
  assert.equal(at({ quote: "the harbour’s clocks had all stopped" }), "the harbour’s clock had stopped (4)");
});

test("a short word is found whole or not at all; what is not there is not found", () => {
  assert.equal(at({ quote: "oy" }), "not found");
  assert.equal(at({ quote: "bread" }), "bread");
  assert.equal(at({ quote: "The committee voted for the railway and against the mill." }), "not found");
  assert.equal(at({ quote: "" }), "not found");
});

test("a long passage with faults at many places keeps its beginning and end", () => {
  const hours = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];
  const things = [
    "bread",
    "letters",
    "timber",
    "a stove",
    "grain",
    "rails",
    "lamp oil",
    "seed",
    "salt",
    "paper",
    "coal",
  ];
  const long = hours.map((hour, i) => `At ${hour} the crew of the ferry brought ${things[i]} up the hill.`).join(" ");
  const text = `Before it. ${long} And after.`;
  const quote = long.replaceAll("brought", "bruoght").replaceAll("ferry", "fery");
  const found = locate(remark({ file: "x", quote }), [lettersOf({ file: "long.md", text }, true)]);
  assert.equal(found.found === "once" && text.slice(found.span.start, found.span.end), long.replace(/\.$/, ""));
});
