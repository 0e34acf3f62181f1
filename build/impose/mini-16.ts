// Mini zine of sixteen pages from one sheet printed on one side, with slits and no staple: the ring of `mini-8` twice as long.
//
//      +------+------+------+------+
//      |  16  |  1   |  2   |  3   |
//      +······+======+======+······+
//      |  15  |  14 ‖|‖ 5   |  4   |   heads down         = and ‖ slit, · fold
//      +======+······+······+======+
//      |  12  |  13 ‖|‖ 6   |  7   |
//      +······+======+======+······+
//      |  11  |  10  |  9   |  8   |   heads down
//      +------+------+------+------+
//
// Spreads lie side by side (16:1, 2:3, 4:5 …), so every spine is a vertical fold; the other folds of the ring, at the side,
// the head or the tail, hold the two panels of a leaf back to back. Rows two and four come to stand upright by the fold
// that joins them to the row above.

import type { Scheme } from "./scheme.ts";

const SLITS = [
  [
    [1, 1],
    [3, 1],
  ],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [1, 3],
    [3, 3],
  ],
  [
    [0, 2],
    [1, 2],
  ],
  [
    [3, 2],
    [4, 2],
  ],
] as const;

export const mini16: Scheme = {
  name: "mini-16",
  title: "sixteen-page mini zine",
  columns: 4,
  rows: 4,
  orientation: "portrait",
  perSheet: 16,
  limit: 16,
  signatures: null,
  gathering: "sheet",
  align: "centre",
  reduces: false,
  nested: false,
  vertical: ["fold", "fold", "fold"],
  horizontal: ["fold", "fold", "fold"],
  lay: () => ({
    front: [
      [16, 1, 2, 3],
      [-15, -14, -5, -4],
      [12, 13, 6, 7],
      [-11, -10, -9, -8],
    ],
    back: null,
  }),
  each: [
    { do: "slit", columns: 4, rows: 4, lines: SLITS },
    { do: "close", columns: 4, rows: 4, first: [1, 0], drop: [] },
  ],
  together: [],
  binding: "none",
};
