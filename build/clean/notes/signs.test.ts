import assert from "node:assert/strict";
import { test } from "node:test";
import { Signs } from "./signs.ts";

test("a figure read as one sign on many pages is expected to be read so again", () => {
  const twos = Array.from({ length: 6 }, () => ({ digits: "2", printed: "”" }));
  const threes = Array.from({ length: 6 }, () => ({ digits: "3", printed: "’" }));
  const learnt = new Signs([...twos, ...threes]);
  assert.ok(learnt.odds({ digits: "2", printed: "”" }) > 0.5);
  assert.ok(learnt.odds({ digits: "3", printed: "”" }) < -0.5);
  assert.ok(learnt.odds({ digits: "32", printed: "’”" }) > 1);
});

test("before anything is read, signs stand for figures of their shape", () => {
  const none = new Signs([]);
  assert.ok(none.odds({ digits: "1", printed: "!" }) > none.odds({ digits: "3", printed: "!" }));
  assert.ok(none.odds({ digits: "7", printed: "7" }) > none.odds({ digits: "7", printed: "?" }));
});

test("where two figures became two signs each time, one sign is one figure", () => {
  const read = (digits: string, printed: string) => ({ digits, printed });
  const learnt = new Signs([..."123456"].flatMap((figure) => [read(figure, "*"), read(`1${figure}`, "'*")]));
  assert.ok(learnt.odds(read("9", "*")) > learnt.odds(read("19", "*")) + 1);
  assert.ok(learnt.odds(read("19", "'*")) > learnt.odds(read("9", "'*")) + 1);
});
