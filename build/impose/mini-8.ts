// Mini zine of eight pages from one sheet printed on one side, with one slit and no staple.
//
//      +------+------+------+------+
//      |  5   |  4   |  3   |  2   |   heads down
//      +······+======+======+······+   = slit, · fold
//      |  6   |  7   |  8   |  1   |
//      +------+------+------+------+
//
// Folded along its length, printed side out, and pushed together from both ends, the slit opens into a cross. Its four
// arms are the leaves, each of two panels back to back: 1|2 and 5|6 hang together at the head, 3|4 and 7|8 at the
// fore-edge. The panels make a ring 1 2 3 … 8, so every spine is a fold: 8:1, 2:3, 4:5, 6:7.

import type { Scheme } from "./scheme.ts";

const SLITS = [
  [
    [1, 1],
    [3, 1],
  ],
] as const;

export const mini8: Scheme = {
  name: "mini-8",
  title: "eight-page mini zine",
  columns: 4,
  rows: 2,
  orientation: "landscape",
  perSheet: 8,
  limit: 8,
  signatures: null,
  gathering: "sheet",
  align: "centre",
  reduces: false,
  nested: false,
  vertical: ["fold", "fold", "fold"],
  horizontal: ["fold"],
  lay: () => ({
    front: [
      [-5, -4, -3, -2],
      [6, 7, 8, 1],
    ],
    back: null,
  }),
  each: [
    { do: "slit", columns: 4, rows: 2, lines: SLITS },
    { do: "close", columns: 4, rows: 2, first: [3, 1], drop: [] },
  ],
  together: [],
  binding: "none",
};
