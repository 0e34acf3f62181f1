// Takes a book, gives the bodies of the documents around its chapters: cover, title page, part titles, timeline, glossary,
// index, colophon.

import type { Book, GlossaryEntry, IndexEntry, Part, Person, TimelineEvent } from "../book.ts";
import type { EpubImage } from "../page.ts";
import { plainText } from "../walk.ts";
import { type BlockScene, langOfWords, writeBlocks } from "./blocks.ts";
import { hrefTo, writeInlines } from "./inline.ts";
import { type Attributes, element, escapeText, langOf, type Markup, xmlId } from "./xml.ts";

export function writeCover(cover: EpubImage, book: Book): Markup {
  const names = book.meta.people.map((person) => person.name).join(", ");
  const alt = names === "" ? book.meta.title : `${book.meta.title} — ${names}`;
  const image = element("img", { src: `images/${cover.name}`, alt, role: "doc-cover" });
  return element("section", { class: "cover", "epub:type": "cover" }, image);
}

export function writeTitlePage(book: Book, scene: BlockScene): Markup {
  const { meta } = book;
  const lines = [
    element("h1", {}, escapeText(meta.title)),
    meta.subtitle === null ? "" : element("p", { class: "subtitle" }, escapeText(meta.subtitle)),
    ...meta.people.map((person) => element("p", { class: `person ${person.role}` }, writePerson(person, scene))),
    meta.series === null ? "" : element("p", { class: "series" }, escapeText(seriesLine(meta.series))),
    meta.publisher === null ? "" : element("p", { class: "publisher" }, escapeText(meta.publisher)),
  ];
  return element("section", { class: "title-page", "epub:type": "titlepage" }, ...lines);
}

function writePerson(person: Person, scene: BlockScene): Markup {
  const role = scene.words.roles[person.role];
  if (role === null) return escapeText(person.name);
  return `${element("span", { class: "role", ...langOfWords(scene) }, escapeText(role))} ${escapeText(person.name)}`;
}

function seriesLine(series: { readonly title: string; readonly number: string | null }): string {
  return series.number === null ? series.title : `${series.title} ${series.number}`;
}

export function writePart(part: Part): Markup {
  const titleId = `${xmlId(part.id)}_title`;
  const semantics: Attributes = { "epub:type": "part", role: "doc-part", "aria-labelledby": titleId };
  const title = element("h1", { id: titleId }, escapeText(part.title ?? ""));
  return element("section", { id: xmlId(part.id), class: "part", ...semantics }, title);
}

// ---------------------------------------------------------------------------------------------------- timeline

/** File name of a chart in the container's image folder. */
export function chartName(index: number): string {
  return index === 0 ? "timeline.svg" : `timeline-${index + 1}.svg`;
}

export function writeTimeline(book: Book, scene: BlockScene, charts: number): Markup {
  const title = element("h1", langOfWords(scene), escapeText(scene.words.timeline));
  const figures = Array.from({ length: charts }, (_, i) => {
    const alt = charts > 1 ? `${scene.words.chart} (${i + 1}/${charts})` : scene.words.chart;
    const picture = element("img", { src: `images/${chartName(i)}`, alt, ...langOfWords(scene) });
    return element("figure", { class: "chart" }, picture);
  });
  const terms = new Map(book.glossary.map((entry) => [entry.id, entry.term]));
  const events = book.timeline.map((event) => `${writeEvent(event, scene, terms)}\n`);
  return element(
    "section",
    { class: "timeline" },
    title,
    ...figures,
    element("ol", { class: "events" }, "\n", ...events),
  );
}

function writeEvent(event: TimelineEvent, scene: BlockScene, terms: ReadonlyMap<string, string>): Markup {
  const date = event.date.machine
    ? element("time", { datetime: event.date.machine, class: "date" }, escapeText(event.date.text))
    : element("span", { class: "date" }, escapeText(event.date.text));
  const style = element("span", langOfWords(scene), escapeText(scene.words.oldStyle));
  const oldStyle = event.oldStyle === null ? "" : ` (${escapeText(event.oldStyle)}, ${style})`;
  const parts = [`${date}${oldStyle} ${element("span", { class: "event" }, writeInlines(event.event, scene))}`];
  if (event.evidence.length > 0) {
    parts.push(aside(scene.words.evidence, writeInlines(event.evidence, scene), "evidence", scene));
  }
  const passages = event.passages.map((id) => writeLink(id, scene.places.get(id)?.name ?? "", scene));
  if (passages.length > 0) parts.push(aside(scene.words.passages, passages.join("; "), "passages", scene));
  const see = event.terms.map((id) => writeLink(id, terms.get(id) ?? "", scene));
  if (see.length > 0) parts.push(aside(scene.words.seeAlso, see.join("; "), "passages", scene));
  return element("li", { id: xmlId(event.id) }, parts.join(" "));
}

function aside(word: string, markup: Markup, className: string, scene: BlockScene): Markup {
  return element("span", { class: className }, `${element("span", langOfWords(scene), escapeText(word))}: ${markup}`);
}

function writeLink(id: string, words: string, scene: BlockScene): Markup {
  return element("a", { href: hrefTo(id, scene) }, escapeText(words));
}

// ---------------------------------------------------------------------------------------------------- glossary

export function writeGlossary(book: Book, scene: BlockScene): Markup {
  const title = element("h1", { id: "glossary_title", ...langOfWords(scene) }, escapeText(scene.words.glossary));
  const terms = new Map(book.glossary.map((entry) => [entry.id, entry.term]));
  const entries = book.glossary.map((entry) => `${writeEntry(entry, scene, terms)}\n`);
  const semantics: Attributes = { "epub:type": "glossary", role: "doc-glossary", "aria-labelledby": "glossary_title" };
  return element("section", semantics, title, element("dl", { class: "glossary" }, "\n", ...entries));
}

/** Term and definition stand in one element that has the id: a pop-up shows both. */
function writeEntry(entry: GlossaryEntry, scene: BlockScene, terms: ReadonlyMap<string, string>): Markup {
  const dates = entry.dates === null ? "" : ` ${element("span", { class: "dates" }, `(${escapeText(entry.dates)})`)}`;
  const term = element("dfn", {}, escapeText(entry.term));
  const see = entry.see.map((id) => writeLink(id, terms.get(id) ?? "", scene));
  const seen = entry.occurrences.map((occurrence) => {
    const name = scene.places.get(occurrence.chapter)?.name ?? "";
    return element("a", { href: hrefTo(occurrence.id, scene), role: "doc-backlink" }, escapeText(name));
  });
  const definition = [
    writeBlocks(entry.definition, scene),
    see.length > 0 ? element("p", { class: "see" }, aside(scene.words.seeAlso, see.join("; "), "list", scene)) : "",
    seen.length > 0 ? element("p", { class: "seen" }, aside(scene.words.occurs, seen.join("; "), "list", scene)) : "",
  ];
  const dt = element("dt", { "epub:type": "glossterm" }, term, dates);
  return element("div", { id: xmlId(entry.id) }, dt, element("dd", { "epub:type": "glossdef" }, ...definition));
}

// ---------------------------------------------------------------------------------------------------- index

/** Entries lead to printed pages where there are any (`pageOf`: folio by XML id), else to sections. */
export function writeIndex(book: Book, scene: BlockScene, pageOf: ReadonlyMap<string, string>): Markup {
  const title = element("h1", { id: "index_title", ...langOfWords(scene) }, escapeText(scene.words.index));
  // Without `epub:type`: that would promise the markup of EPUB Indexes 1.0.
  const semantics: Attributes = { role: "doc-index", "aria-labelledby": "index_title" };
  return element("section", semantics, title, writeEntries(book.index, scene, pageOf));
}

function writeEntries(entries: readonly IndexEntry[], scene: BlockScene, pageOf: ReadonlyMap<string, string>): Markup {
  const items = entries.map((entry) => {
    const named = new Map<string, string>();
    for (const id of entry.places) {
      const name = pageOf.get(xmlId(id)) ?? scene.places.get(id)?.name ?? "";
      if (!named.has(name)) named.set(name, id);
    }
    const places = [...named].map(([name, id]) => writeLink(id, name, scene));
    const line = [element("span", { class: "heading" }, escapeText(entry.heading)), ...places].join(", ");
    const below = entry.children.length > 0 ? writeEntries(entry.children, scene, pageOf) : "";
    return `${element("li", {}, line, below)}\n`;
  });
  return element("ul", { class: "index" }, "\n", ...items);
}

// ---------------------------------------------------------------------------------------------------- colophon

export function writeColophon(book: Book, scene: BlockScene, printSource: string | null): Markup {
  const { meta, chapters } = book;
  const sources = chapters.filter((chapter) => chapter.source !== null);
  const list = sources.map((chapter) => {
    const title = element("cite", langOf(chapter.lang), escapeText(plainText(chapter.title)));
    return element("li", {}, `${title}: ${escapeText(chapter.source ?? "")}`);
  });
  const day = meta.date.slice(0, 10);
  const parts = [
    element("h1", langOfWords(scene), escapeText(scene.words.colophon)),
    writeBlocks(meta.colophon, scene),
    ...(list.length > 0 ? [element("h2", langOfWords(scene), escapeText(scene.words.sources))] : []),
    ...(list.length > 0 ? [element("ul", { class: "sources" }, ...list)] : []),
    meta.rights === null ? "" : element("p", { class: "rights" }, escapeText(meta.rights)),
    printSource === null
      ? ""
      : element("p", { class: "print" }, aside(scene.words.pages, escapeText(printSource), "list", scene)),
    element(
      "p",
      { class: "edition" },
      `${element("span", langOfWords(scene), escapeText(scene.words.edition))} ${escapeText(meta.edition)}`,
      meta.undated ? "" : `, ${element("time", { datetime: day }, day)}`,
    ),
  ];
  return element("section", { "epub:type": "colophon", role: "doc-colophon" }, ...parts);
}
