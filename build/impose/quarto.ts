// Quarto: a sheet folded twice is four leaves. The heads stand against the first fold, which is cut open afterwards.
//
//            front                        back
//      +--------+--------+          +--------+--------+
//      |  5 on  :  4 on  |          |  3 on  :  6 on  |
//      | its head: its head         | its head: its head
//      +········+········+ fold 1   +········+········+
//      |   8    :   1    |          |   2    :   7    |
//      +--------+--------+          +--------+--------+
//             fold 2
//
// Signatures of 16, 24 and 32 pages put two to four folded sheets into one another.

import { inset, type Scheme } from "./scheme.ts";

const FRONT = [
  [-5, -4],
  [8, 1],
];
const BACK = [
  [-3, -6],
  [2, 7],
];

export const quarto: Scheme = {
  name: "quarto",
  title: "quarto",
  columns: 2,
  rows: 2,
  orientation: "portrait",
  perSheet: 8,
  limit: null,
  signatures: [8, 16, 24, 32],
  gathering: "sections",
  align: "spine",
  reduces: false,
  nested: true,
  vertical: ["fold"],
  horizontal: ["fold"],
  lay: (sheet, sheets) => ({ front: inset(FRONT, sheet, sheets), back: inset(BACK, sheet, sheets) }),
  each: [{ do: "fold", move: "top", at: 1 / 2 }],
  together: [{ do: "fold", move: "left", at: 1 / 2 }],
  binding: "sew",
};
