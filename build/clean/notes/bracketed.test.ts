import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "../clean.ts";
import { NO_LEXICON } from "../flow.ts";

function cleaned(text: string): string {
  const options = { hints: {}, lexicon: NO_LEXICON, labels: "source" } as const;
  const { value } = clean({ file: "x.txt", text }, options);
  assert.deepEqual(value.budget.unexplained, []);
  return value.chapters.map((chapter) => chapter.markdown.trim()).join("\n\n");
}

test("notes in brackets behind their paragraph end with their bracket", () => {
  const text = `The keeper of the lamp[1] wrote home every week while the ice lasted, and
the postman took the letters over on foot.[2]

[Footnote 1: He was called [so the parish register] Halvor, and had kept the
lamp for thirty years.]

[Footnote 2: Until the spring of that year.

Then the ferry went again.]

Nobody else went out on the ice while the lamp was burning, as the baker
said.
`;
  assert.equal(
    cleaned(text),
    `The keeper of the lamp[^1] wrote home every week while the ice lasted, and the postman took the letters over on foot.[^2]

Nobody else went out on the ice while the lamp was burning, as the baker said.

[^1]: He was called [so the parish register] Halvor, and had kept the lamp for thirty years.

[^2]: Until the spring of that year.

    Then the ferry went again.`,
  );
});

test("a bracket that is never closed takes nothing with it", () => {
  const text = `The keeper of the lamp[1] wrote home every week while the ice lasted.

[Footnote 1: He was called Halvor.

Nobody else went out on the ice while the lamp was burning, as the baker
said, and nobody came over from the town.
`;
  assert.match(cleaned(text), /Nobody else went out on the ice/);
});

test("calls in parentheses are calls where the notes are numbered so", () => {
  const text = `The keeper of the lamp (1) wrote home every week while the ice lasted, and the
postman took the letters over on foot.(2) Nobody else went out on the ice.

Notes

(1) He was called Halvor, as the register says.
(2) Until the spring of that year.
`;
  assert.match(cleaned(text), /lamp\[\^1\] wrote .* foot\.\[\^2\] Nobody/);
});
