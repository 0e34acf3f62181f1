// Takes the name of a paper, gives its size in points, upright. ISO 216 sizes are rounded to whole millimetres there.

import { nearest } from "../diagnostic.ts";

export interface Paper {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export const POINTS_PER_MM = 72 / 25.4;

const iso = (name: string, widthMm: number, heightMm: number): Paper => ({
  name,
  width: widthMm * POINTS_PER_MM,
  height: heightMm * POINTS_PER_MM,
});

export const PAPERS: readonly Paper[] = [
  iso("A4", 210, 297),
  iso("A3", 297, 420),
  { name: "Letter", width: 612, height: 792 },
  { name: "Legal", width: 612, height: 1008 },
  { name: "Tabloid", width: 792, height: 1224 },
];

export function paperNamed(name: string): Paper | null {
  return PAPERS.find((paper) => paper.name.toLowerCase() === name.toLowerCase()) ?? null;
}

export function nearestPaper(name: string): string | null {
  return nearest(
    name,
    PAPERS.map((paper) => paper.name),
  );
}
