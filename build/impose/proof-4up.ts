// Plain proof, four-up: pages in reading order on one side of a sheet, to be read and marked, not bound.
//
//      +--------+--------+
//      |  4i+1  |  4i+2  |
//      +--------+--------+        i from 0
//      |  4i+3  |  4i+4  |
//      +--------+--------+

import type { Scheme } from "./scheme.ts";

export const proof4up: Scheme = {
  name: "proof-4up",
  title: "four-up proof",
  columns: 2,
  rows: 2,
  orientation: "portrait",
  perSheet: 4,
  limit: null,
  signatures: null,
  gathering: "sheet",
  align: "centre",
  reduces: true,
  nested: false,
  vertical: ["none"],
  horizontal: ["none"],
  lay: () => ({
    front: [
      [1, 2],
      [3, 4],
    ],
    back: null,
  }),
  each: [],
  together: [],
  binding: "none",
};
