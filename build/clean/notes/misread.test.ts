import assert from "node:assert/strict";
import { test } from "node:test";
import { Misreadings } from "./misread.ts";

test("a figure read as one sign on many pages is expected to be read so again", () => {
  const twos = Array.from({ length: 6 }, () => ({ digits: "2", printed: "”" }));
  const threes = Array.from({ length: 6 }, () => ({ digits: "3", printed: "’" }));
  const learnt = new Misreadings([...twos, ...threes]);
  assert.ok(learnt.odds({ digits: "2", printed: "”" }) > 0.5);
  assert.ok(learnt.odds({ digits: "3", printed: "”" }) < -0.5);
  assert.ok(learnt.odds({ digits: "32", printed: "’”" }) > 1);
});

test("before anything is read, signs stand for figures of their shape", () => {
  const none = new Misreadings([]);
  assert.ok(none.odds({ digits: "1", printed: "!" }) > none.odds({ digits: "3", printed: "!" }));
  assert.equal(none.odds({ digits: "3", printed: "*" }), 0);
});
