import assert from "node:assert/strict";
import { test } from "node:test";
import type { SourcePage } from "./flow.ts";
import { joinHalves } from "./halves.ts";
import { setText } from "./prose.fixture.ts";
import { readPlain } from "./read.ts";

function pageOf(lines: readonly string[]): SourcePage {
  return { index: 0, lines: readPlain(lines.join("\n")).sections[0]!, folio: null, head: null };
}

/** Each full line of every third paragraph cut behind its fourth word, which gets a call. */
function cut(set: readonly (readonly string[])[]): { readonly printed: string[]; readonly extracted: string[] } {
  const printed: string[] = [];
  const extracted: string[] = [];
  set.forEach((lines, i) => {
    lines.forEach((line, k) => {
      const words = line.split(" ");
      const called = i % 3 === 0 && k === 1 && k + 1 < lines.length;
      const halves = called ? [`${words.slice(0, 4).join(" ")}${i + 1}`, words.slice(4).join(" ")] : [line];
      printed.push(halves.join(" "));
      extracted.push(...halves);
    });
  });
  return { printed, extracted };
}

test("lines cut behind a raised figure are made whole", () => {
  const { printed, extracted } = cut(setText({ indent: 1.5, justified: true }, 23, 60));
  const [page] = joinHalves([pageOf(extracted)]);
  assert.ok(extracted.length >= printed.length + 10, `${extracted.length - printed.length} are cut`);
  assert.deepEqual(
    page!.lines.map(({ letters }) => letters.text),
    printed,
  );
});

test("a paragraph's last line that ends with a call stays a line", () => {
  const set = setText({ indent: 1.5, justified: true }, 29, 60).map((lines, i) => [
    ...lines.slice(0, -1),
    `${lines.at(-1)}${i + 1}`,
  ]);
  const page = pageOf(set.flat());
  assert.deepEqual(joinHalves([page]), [page]);
});
