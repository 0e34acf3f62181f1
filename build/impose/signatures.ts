// Signatures for sewing: the sheets of a booklet, but in several sections of a few sheets each, sewn one upon the other.
//
//        section 1      section 2      section 3
//           /\             /\             /\            16 pages are 4 sheets
//          //\\           //\\           //\\           as equal as can be: 36 pages by 16 are 12 + 12 + 12
//
// Each section is numbered like a booklet of its own, from the page after the last one of the section before.

import { booklet } from "./booklet.ts";
import type { Scheme } from "./scheme.ts";

export const signatures: Scheme = {
  ...booklet,
  name: "signatures",
  title: "signatures for sewing",
  signatures: [4, 8, 12, 16, 24, 32],
  gathering: "sections",
  binding: "sew",
};
