import assert from "node:assert/strict";
import { test } from "node:test";
import { findSeries, type Sight } from "./series.ts";

/** The folios of signatures of `pages` pages, two on each side. */
function sewn(signatures: number, pages: number): Sight[] {
  const sights: Sight[] = [];
  for (let k = 0; k < signatures; k += 1) {
    for (let side = 0; side < pages / 2; side += 1) {
      const sheet = (k * pages) / 2 + side;
      sights.push(
        { side: sheet, value: k * pages + 1 + side, edge: 0 },
        { side: sheet, value: (k + 1) * pages - side, edge: 0 },
      );
    }
  }
  return sights;
}

const fitting = (sights: readonly Sight[], sides: number): Sight[] => {
  const series = findSeries(sights, sides);
  return sights.filter(({ side, value }) => series.some((each) => each.fits(side, value)));
};

test("the folios of one booklet rise and fall along all sides", () => {
  const sights = sewn(1, 24);
  assert.deepEqual(fitting(sights, 12), sights);
});

test("signatures sewn one behind the other begin anew", () => {
  const sights = sewn(5, 16);
  assert.deepEqual(fitting(sights, 40), sights);
});

test("numbers that step by chance in one place are no folios", () => {
  const chance = [
    { side: 3, value: 2, edge: 0 },
    { side: 4, value: 3, edge: 0 },
    { side: 5, value: 4, edge: 0 },
  ];
  assert.deepEqual(fitting(chance, 40), []);
  const pages = Array.from({ length: 40 }, (_, side) => ({ side, value: side + 11, edge: 0 }));
  assert.deepEqual(fitting([...pages, ...chance], 40), pages);
});

test("notes, one a page, count like folios, but further in", () => {
  const folios = Array.from({ length: 8 }, (_, side) => ({ side, value: side + 11, edge: 0 }));
  const notes = Array.from({ length: 8 }, (_, side) => ({ side, value: side + 4, edge: 3 }));
  assert.deepEqual(fitting([...notes, ...folios], 8), folios);
});

test("a series knows what it has on a side it was not seen on", () => {
  const sights = Array.from({ length: 12 }, (_, side) => ({ side, value: 24 - side, edge: 0 }));
  const [series] = findSeries(
    sights.filter(({ side }) => side !== 5),
    12,
  );
  assert.equal(series!.at(5), 19);
});

test("beside folios that rise and folios that fall, notes that rise by two are none", () => {
  const folios = sewn(1, 24);
  const notes = Array.from({ length: 8 }, (_, i) => ({ side: i + 1, value: 41 + 2 * i, edge: 0 }));
  assert.deepEqual(fitting([...folios, ...notes], 12), folios);
});
