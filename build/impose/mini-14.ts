// Mini zine of fourteen pages from one sheet printed on one side: three slits make the sheet one long strip.
//
//      +------+------+------+------+
//      | away |  1   |  2   |  3   |
//      +======+======+======+······+
//      |  7   |  6   |  5   |  4   |   heads down         = slit, · fold
//      +······+======+======+======+
//      |  8   |  9   |  10  |  11  |
//      +======+======+======+······+
//      | away |  14  |  13  |  12  |   heads down
//      +------+------+------+------+
//
// The strip is folded to and fro, printed side out. Its rows turn at odd pages, whose leaf hangs together at head or tail;
// so the strip begins one panel before page 1, and its two end panels are no pages: they are cut away.

import type { Scheme } from "./scheme.ts";

const SLITS = [
  [
    [0, 1],
    [3, 1],
  ],
  [
    [1, 2],
    [4, 2],
  ],
  [
    [0, 3],
    [3, 3],
  ],
] as const;

export const mini14: Scheme = {
  name: "mini-14",
  title: "fourteen-page mini zine",
  columns: 4,
  rows: 4,
  orientation: "portrait",
  perSheet: 14,
  limit: 14,
  signatures: null,
  gathering: "sheet",
  align: "centre",
  reduces: false,
  nested: false,
  vertical: ["fold", "fold", "fold"],
  horizontal: ["fold", "fold", "fold"],
  lay: () => ({
    front: [
      [0, 1, 2, 3],
      [-7, -6, -5, -4],
      [8, 9, 10, 11],
      [0, -14, -13, -12],
    ],
    back: null,
  }),
  each: [
    { do: "slit", columns: 4, rows: 4, lines: SLITS },
    {
      do: "close",
      columns: 4,
      rows: 4,
      first: [1, 0],
      drop: [
        [0, 0],
        [0, 3],
      ],
    },
  ],
  together: [],
  binding: "none",
};
