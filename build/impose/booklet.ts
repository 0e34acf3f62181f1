// Saddle-stitched booklet: all sheets lie in one another, folded once and stapled through the fold.
//
//        front of sheet 1              back of sheet 1
//      +---------+---------+         +---------+---------+
//      |         :         |         |         :         |
//      |    S    :    1    |         |    2    :   S−1   |
//      |         :         |         |         :         |
//      +---------+---------+         +---------+---------+
//
// The next sheet lies inside: S−2, 3 and 4, S−3; and so on to the middle.

import { inset, type Scheme } from "./scheme.ts";

export const booklet: Scheme = {
  name: "booklet",
  title: "saddle-stitched booklet",
  columns: 2,
  rows: 1,
  orientation: "landscape",
  perSheet: 4,
  limit: null,
  signatures: null,
  gathering: "whole",
  align: "spine",
  reduces: false,
  nested: true,
  vertical: ["fold"],
  horizontal: [],
  lay: (sheet, sheets) => ({ front: inset([[4, 1]], sheet, sheets), back: inset([[2, 3]], sheet, sheets) }),
  each: [],
  together: [{ do: "fold", move: "left", at: 1 / 2 }],
  binding: "staple",
};
