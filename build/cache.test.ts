import assert from "node:assert/strict";
import { test } from "node:test";
import { memoWith, NO_STORE, type Store } from "./cache.ts";
import { type Result, warning } from "./diagnostic.ts";

function shelf(): { store: Store; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, store: { get: (key) => kept.get(key) ?? null, put: (key, value) => void kept.set(key, value) } };
}

const RESULT: Result<{ lines: number }> = {
  value: { lines: 3 },
  diagnostics: [warning("line/overfull", "too wide", { file: "a.md", start: 1, end: 2 }, "shorten it")],
};

/** How often the pass was run for what is asked in turn, and what came back. */
function asked(store: Store, version: string, ...inputs: unknown[]): { runs: number; results: Result<unknown>[] } {
  let runs = 0;
  const memo = memoWith(store, version);
  const results = inputs.map((each) =>
    memo("typeset", each, () => {
      runs += 1;
      return RESULT;
    }),
  );
  return { runs, results };
}

test("a hit gives the same value and repeats the diagnostics, in another process too", () => {
  const { store } = shelf();
  assert.equal(asked(store, "v1", "chapter", "chapter").runs, 1);
  const { runs, results } = asked(store, "v1", "chapter");
  assert.equal(runs, 0);
  assert.deepEqual(results, [RESULT]);
});

test("other inputs, another pass, another version of the code: a miss", () => {
  const { store } = shelf();
  assert.equal(asked(store, "v1", { a: 1 }, { a: 2 }).runs, 2);
  assert.equal(asked(store, "v2", { a: 1 }).runs, 1);
  let other = false;
  memoWith(store, "v1")("bind", { a: 1 }, () => {
    other = true;
    return RESULT;
  });
  assert.ok(other);
});

test("a damaged entry is no entry, and is replaced", () => {
  const damages: ((entry: string) => string)[] = [
    (entry) => entry.slice(0, -5),
    (entry) => entry.replace("3", "4"),
    () => "",
    () => "\n",
    () => "{}",
  ];
  for (const damage of damages) {
    const { store, kept } = shelf();
    asked(store, "v1", "chapter");
    for (const [key, entry] of kept) kept.set(key, damage(entry));
    const { runs, results } = asked(store, "v1", "chapter");
    assert.equal(runs, 1);
    assert.deepEqual(results, [RESULT]);
    assert.equal(asked(store, "v1", "chapter").runs, 0);
  }
});

test("without a store all work is done again", () => {
  assert.equal(asked(NO_STORE, "v1", "chapter", "chapter").runs, 2);
});

test("what is held comes back as it is; the result used longest ago is let go first", () => {
  const { store, kept } = shelf();
  const memo = memoWith(store, "v1", 2);
  const ask = (input: string): Result<{ lines: number }> => memo("typeset", input, () => ({ ...RESULT }));
  const [a, b] = [ask("a"), ask("b")];
  assert.equal(ask("a"), a);
  ask("c");
  assert.equal(ask("a"), a);
  kept.clear();
  assert.notEqual(ask("b"), b);
  assert.equal(memo.misses(), 4);
});
