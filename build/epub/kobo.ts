// Takes the body of a document, gives it with Kobo's spans: one around each sentence, by which Kobo's readers keep
// bookmarks and highlights (kobolabs/epub-spec, "koboSpan"). Only the kepub variant has them.

import type { Markup } from "./xml.ts";

const SKIPPED = /^<(script|style|pre|svg|math|sup|title)\b/;
const BLOCK = /^<(p|h[1-6]|li|dt|dd|td|th|figcaption|pre|div|aside|section|blockquote)\b/;

export function addKoboSpans(body: Markup): Markup {
  let paragraph = 0;
  let segment = 0;
  let skip: string | null = null;
  const spans = body.replace(/<[^>]*>|[^<]+/g, (token) => {
    if (token.startsWith("<")) {
      if (skip !== null) {
        if (token === `</${skip}>`) skip = null;
      } else if (SKIPPED.test(token)) {
        skip = SKIPPED.exec(token)![1]!;
      } else if (BLOCK.test(token)) {
        paragraph += 1;
        segment = 0;
      }
      return token;
    }
    if (skip !== null || token.trim() === "") return token;
    return sentencesOf(token)
      .map((sentence) => {
        segment += 1;
        return `<span class="koboSpan" id="kobo.${paragraph}.${segment}">${sentence}</span>`;
      })
      .join("");
  });
  return `<div id="book-columns"><div id="book-inner">\n${spans}\n</div></div>`;
}

/** A sentence ends with its stop, what closes behind it, and the blanks before the next. */
function sentencesOf(text: string): string[] {
  return (
    text.match(/[^.!?:…]*(?:[.!?:…]+["'”’»)\]]*(?:\s+|$)|[.!?:…]+(?=\S)|$)/g)?.filter((part) => part !== "") ?? [text]
  );
}
