// Tests as texts a person reads. A cases file holds cases one after another, each opened by a line "=== name": the
// input, a line with a lone dot, the output expected. UPDATE=1 npm test writes what is found instead of comparing it; the
// diff is the review.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";

export interface Case {
  readonly name: string;
  readonly input: string;
  /** Compares the output, or keeps it to be written when all cases of the file have run. */
  readonly check: (output: string) => void;
}

export function casesIn(file: URL): readonly Case[] {
  const text = readFileSync(file, "utf8");
  const parts = text.split(/^(?==== )/m);
  const head = parts[0]?.startsWith("=== ") ? "" : (parts.shift() ?? "");
  const outputs: string[] = [];
  const cases = parts.map((part, i): Case => {
    const [, name = "", rest = ""] = /^=== (.*)\n([\s\S]*)$/.exec(part) ?? [];
    const [, input = rest, expected = ""] = /^([\s\S]*?)^\.\n([\s\S]*)$/m.exec(rest) ?? [];
    const check = (output: string): void => {
      outputs[i] = output.trim();
      if (!process.env.UPDATE) assert.equal(outputs[i], expected.trim());
    };
    return { name, input: `${input.trimEnd()}\n`, check };
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

/** A test for each case of a file. */
export function testCases(file: URL, run: (input: string) => string): void {
  for (const each of casesIn(file)) test(each.name, () => each.check(run(each.input)));
}
