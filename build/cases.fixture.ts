// Tests as texts a person reads. A cases file holds cases one after another, each opened by a line "=== name": the
// input, a line with a lone dot, the output expected. UPDATE=1 npm test writes what is found instead of comparing it; the
// diff is the review.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";

export interface Case {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
  /** Called with the output; the file is written when all its cases have run. */
  readonly found: (output: string) => void;
}

export function casesIn(file: URL): readonly Case[] {
  const text = readFileSync(file, "utf8");
  const [head = "", ...parts] = text.split(/^(?==== )/m);
  const outputs: string[] = [];
  const cases = parts.map((part, i): Case => {
    const [, name = "", rest = ""] = /^=== (.*)\n([\s\S]*)$/.exec(part) ?? [];
    const [, input = rest, expected = ""] = /^([\s\S]*?)^\.\n([\s\S]*)$/m.exec(rest) ?? [];
    return {
      name,
      input: `${input.trimEnd()}\n`,
      expected: expected.trim(),
      found: (output) => void (outputs[i] = output),
    };
  });
  if (process.env.UPDATE) {
    after(() => {
      const written = cases.map(
        ({ name, input }, i) => `=== ${name}\n${input}.\n${outputs[i] ? `${outputs[i]}\n` : ""}`,
      );
      writeFileSync(file, head + written.join("\n"));
    });
  }
  return cases;
}

export function checkCase(each: Case, run: (input: string) => string): void {
  test(each.name, () => {
    const output = run(each.input).trim();
    if (process.env.UPDATE) each.found(output);
    else assert.equal(output, each.expected);
  });
}
