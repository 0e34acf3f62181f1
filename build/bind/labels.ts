// The words a bound book adds to the author's, by language. A language that is not listed here gets English.

export interface Labels {
  readonly contents: string;
  readonly glossary: string;
  readonly timeline: string;
  readonly chart: string;
  readonly descriptions: string;
  readonly sources: string;
  readonly notes: string;
  readonly index: string;
  readonly colophon: string;
  readonly edition: string;
  readonly identifier: string;
  readonly editedBy: string;
  readonly translatedBy: string;
  readonly illustratedBy: string;
  readonly withHelpBy: string;
  readonly and: string;
  readonly by: string;
  readonly see: string;
  readonly note: string;
  readonly page: string;
  /** Before one page number, and before several. */
  readonly onPage: string;
  readonly onPages: string;
  /** Behind a date of the Julian calendar. */
  readonly oldStyle: string;
  /** What the signs of the timeline's chart mean. */
  readonly day: string;
  readonly span: string;
  readonly within: string;
  readonly uncertain: string;
  /** {face} and {size} are filled in. */
  readonly setIn: string;
}

const ENGLISH: Labels = {
  contents: "Contents",
  glossary: "Glossary",
  timeline: "Timeline",
  chart: "Chart of the timeline",
  descriptions: "The pictures in words",
  sources: "Sources",
  notes: "Notes",
  index: "Index",
  colophon: "Colophon",
  edition: "Edition",
  identifier: "Identifier",
  editedBy: "Edited by",
  translatedBy: "Translated by",
  illustratedBy: "Illustrated by",
  withHelpBy: "With contributions by",
  and: "and",
  by: "by",
  see: "See",
  note: "Note",
  page: "page",
  onPage: "p.",
  onPages: "pp.",
  oldStyle: "Old Style",
  day: "a day",
  span: "a span of time",
  within: "some time within",
  uncertain: "uncertain",
  setIn: "Set in {face}, {size}, by Samizdat.",
};

const RUSSIAN: Labels = {
  contents: "Содержание",
  glossary: "Словарь",
  timeline: "Хронология",
  chart: "Хронологическая таблица",
  descriptions: "Иллюстрации словами",
  sources: "Источники",
  notes: "Примечания",
  index: "Указатель",
  colophon: "Выходные данные",
  edition: "Издание",
  identifier: "Идентификатор",
  editedBy: "Составитель",
  translatedBy: "Перевод:",
  illustratedBy: "Иллюстрации:",
  withHelpBy: "При участии:",
  and: "и",
  by: "—",
  see: "См.",
  note: "Примечание",
  page: "страница",
  onPage: "с.",
  onPages: "с.",
  oldStyle: "ст. ст.",
  day: "день",
  span: "промежуток времени",
  within: "в этих пределах",
  uncertain: "предположительно",
  setIn: "Набрано шрифтом {face}, {size}, программой Samizdat.",
};

const GERMAN: Labels = {
  contents: "Inhalt",
  glossary: "Glossar",
  timeline: "Zeittafel",
  chart: "Zeittafel als Grafik",
  descriptions: "Die Bilder in Worten",
  sources: "Quellen",
  notes: "Anmerkungen",
  index: "Register",
  colophon: "Kolophon",
  edition: "Ausgabe",
  identifier: "Kennung",
  editedBy: "Herausgegeben von",
  translatedBy: "Übersetzt von",
  illustratedBy: "Illustriert von",
  withHelpBy: "Mit Beiträgen von",
  and: "und",
  by: "von",
  see: "Siehe",
  note: "Anmerkung",
  page: "Seite",
  onPage: "S.",
  onPages: "S.",
  oldStyle: "a. St.",
  day: "ein Tag",
  span: "eine Zeitspanne",
  within: "irgendwann darin",
  uncertain: "unsicher",
  setIn: "Gesetzt aus der {face}, {size}, mit Samizdat.",
};

const FRENCH: Labels = {
  contents: "Table des matières",
  glossary: "Glossaire",
  timeline: "Chronologie",
  chart: "Frise chronologique",
  descriptions: "Les images en mots",
  sources: "Sources",
  notes: "Notes",
  index: "Index",
  colophon: "Colophon",
  edition: "Édition",
  identifier: "Identifiant",
  editedBy: "Établi par",
  translatedBy: "Traduit par",
  illustratedBy: "Illustré par",
  withHelpBy: "Avec la collaboration de",
  and: "et",
  by: "par",
  see: "Voir",
  note: "Note",
  page: "page",
  onPage: "p.",
  onPages: "p.",
  oldStyle: "anc. st.",
  day: "un jour",
  span: "une durée",
  within: "dans ces limites",
  uncertain: "incertain",
  setIn: "Composé en {face}, {size}, par Samizdat.",
};

const BY_LANGUAGE: Readonly<Record<string, Labels>> = { en: ENGLISH, ru: RUSSIAN, de: GERMAN, fr: FRENCH };

export function labelsFor(lang: string): Labels {
  return BY_LANGUAGE[lang.split("-")[0]!.toLowerCase()] ?? ENGLISH;
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[], labels: Labels): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${labels.and} ${names.at(-1)}`;
}
