// Takes inline nodes, gives styled runs for the binder's own lines.

import type { Inline } from "../book.ts";
import { never } from "../diagnostic.ts";
import type { FaceStyle } from "../page.ts";
import { plainText } from "../walk.ts";
import type { Run } from "./draft.ts";

/** Runs with their styles, languages and links. Note calls are left out: these lines have no foot. */
export function styledRuns(nodes: readonly Inline[], style: FaceStyle, size: number): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case "text":
        return [{ text: node.text.replaceAll("\u00ad", ""), style, size }];
      case "line_break":
        return [{ text: " ", style, size }];
      case "note_ref":
      case "lost_note_ref":
        return [];
      case "emph":
        return styledRuns(node.children, { ...style, italic: !style.italic }, size);
      case "strong":
        return styledRuns(node.children, { ...style, bold: true }, size);
      case "small_caps":
        return styledRuns(node.children, { ...style, smallCaps: true }, size);
      case "superior":
      case "inferior":
      case "code":
      case "term_ref":
      case "index_mark":
        return styledRuns(node.children, style, size);
      case "lang":
        return styledRuns(node.children, style, size).map((run) => ({ lang: node.lang, ...run }));
      case "link":
        return linked(node.children, node.href, style, size);
      case "cross_ref":
        return linked(node.children, `#${node.target}`, style, size);
      default:
        return never(node);
    }
  });
}

function linked(children: readonly Inline[], target: string, style: FaceStyle, size: number): Run[] {
  const contents = plainText(children) || target;
  return styledRuns(children, style, size).map((run) => ({ ...run, link: { target, contents } }));
}
