// Cut and stack: the whole pile is cut in two, the right half goes under the left one, single leaves are glued or stabbed.
//
//      front of sheet i of n            back of sheet i
//      +---------+---------+         +---------+---------+
//      |         |         |         |         |         |
//      |  2i+1   | 2(n+i)+1|         | 2(n+i)+2|  2i+2   |        i from 0
//      |         |         |         |         |         |
//      +---------+---------+         +---------+---------+
//               cut                           cut
//
// The left pile holds leaves 1 to n, the right one n+1 to 2n: no collating by hand.

import type { Scheme } from "./scheme.ts";

export const stack: Scheme = {
  name: "stack",
  title: "cut and stack",
  columns: 2,
  rows: 1,
  orientation: "landscape",
  perSheet: 4,
  limit: null,
  signatures: null,
  gathering: "whole",
  align: "spine",
  reduces: false,
  nested: false,
  vertical: ["cut"],
  horizontal: [],
  lay: (sheet, sheets) => {
    const left = 2 * sheet + 1;
    const right = 2 * (sheets + sheet) + 1;
    return { front: [[left, right]], back: [[right + 1, left + 1]] };
  },
  each: [],
  together: [{ do: "cut", below: "right", at: 1 / 2 }],
  binding: "glue",
};
