// Octavo: a sheet folded three times is eight leaves. Heads and half of the fore-edges are cut open afterwards.
//
//                  front                                      back
//      +------+------+------+------+          +------+------+------+------+
//      |  5   :  12  |  9   :  8   |  heads   |  7   :  10  |  11  :  6   |  heads
//      +······+······+······+······+  down    +······+······+······+······+  down
//      |  4   :  13  |  16  :  1   |          |  2   :  15  |  14  :  3   |
//      +------+------+------+------+          +------+------+------+------+
//           fold 3 fold 1 fold 3      fold 2 is the horizontal one
//
// Left behind right, top behind bottom, left behind right again.

import { inset, type Scheme } from "./scheme.ts";

const FRONT = [
  [-5, -12, -9, -8],
  [4, 13, 16, 1],
];
const BACK = [
  [-7, -10, -11, -6],
  [2, 15, 14, 3],
];

export const octavo: Scheme = {
  name: "octavo",
  title: "octavo",
  columns: 4,
  rows: 2,
  orientation: "landscape",
  perSheet: 16,
  limit: null,
  signatures: [16, 32],
  gathering: "sections",
  align: "spine",
  reduces: false,
  nested: true,
  vertical: ["fold", "fold", "fold"],
  horizontal: ["fold"],
  lay: (sheet, sheets) => ({ front: inset(FRONT, sheet, sheets), back: inset(BACK, sheet, sheets) }),
  each: [
    { do: "fold", move: "left", at: 1 / 2 },
    { do: "fold", move: "top", at: 1 / 2 },
  ],
  together: [{ do: "fold", move: "left", at: 1 / 2 }],
  binding: "sew",
};
