// Single pages, one a side: the print PDF, and zines printed one page to the sheet.
//
//      +---------+
//      |         |
//      |   i+1   |        i from 0
//      |         |
//      +---------+

import type { Scheme } from "./scheme.ts";

export const single: Scheme = {
  name: "single",
  title: "single pages",
  columns: 1,
  rows: 1,
  orientation: "page",
  perSheet: 1,
  limit: null,
  signatures: null,
  gathering: "sheet",
  align: "centre",
  reduces: false,
  nested: false,
  vertical: [],
  horizontal: [],
  lay: () => ({ front: [[1]], back: null }),
  each: [],
  together: [],
  binding: "none",
};
