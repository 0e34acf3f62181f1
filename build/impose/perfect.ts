// Perfect binding, two-up: every sheet is folded by itself, the folded sheets lie upon one another, the folds are glued.
//
//        front of sheet i              back of sheet i
//      +---------+---------+         +---------+---------+
//      |         :         |         |         :         |
//      |  4i+4   :  4i+1   |         |  4i+2   :  4i+3   |        i from 0
//      |         :         |         |         :         |
//      +---------+---------+         +---------+---------+
//
// Nothing lies in anything: there is no creep.

import { booklet } from "./booklet.ts";
import type { Scheme } from "./scheme.ts";

export const perfect: Scheme = {
  ...booklet,
  name: "perfect",
  title: "perfect binding",
  gathering: "sheet",
  nested: false,
  each: booklet.together,
  together: [],
  binding: "glue",
};
