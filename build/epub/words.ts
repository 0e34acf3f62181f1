// Takes the book's language, gives the few words the EPUB adds of its own. A language without a row gets English ones,
// and `lang` says so, so that they are read aloud as English.

import type { PersonRole } from "../book.ts";

export interface Words {
  readonly lang: string;
  /** True where the book's language has no row. */
  readonly foreign: boolean;
  readonly contents: string;
  readonly landmarks: string;
  readonly pages: string;
  readonly cover: string;
  readonly titlePage: string;
  readonly text: string;
  readonly notes: string;
  readonly glossary: string;
  readonly timeline: string;
  readonly index: string;
  readonly colophon: string;
  readonly sources: string;
  readonly edition: string;
  readonly backTo: string;
  readonly seeAlso: string;
  readonly occurs: string;
  readonly passages: string;
  readonly evidence: string;
  readonly oldStyle: string;
  readonly description: string;
  readonly chart: string;
  readonly page: string;
  readonly refersTo: string;
  readonly lost: string;
  /** What stands before a name on the title page; null: nothing. */
  readonly roles: Readonly<Record<PersonRole, string | null>>;
}

type Row = Omit<Words, "foreign">;

const EN: Row = {
  lang: "en",
  contents: "Contents",
  landmarks: "Landmarks",
  pages: "Pages",
  cover: "Cover",
  titlePage: "Title page",
  text: "Beginning of the text",
  notes: "Notes",
  glossary: "Glossary",
  timeline: "Timeline",
  index: "Index",
  colophon: "Colophon",
  sources: "Sources of the texts",
  edition: "Edition",
  backTo: "Back to note call",
  seeAlso: "See also",
  occurs: "In",
  passages: "In",
  evidence: "Evidence",
  oldStyle: "old style",
  description: "Description",
  chart: "The timeline as a chart. The list that follows says the same in words.",
  page: "Page",
  refersTo: "Note",
  lost: "The note to this call is lost.",
  roles: {
    author: null,
    editor: "Edited by",
    translator: "Translated by",
    illustrator: "Illustrated by",
    contributor: "With",
  },
};

const TABLE: readonly Row[] = [
  EN,
  {
    lang: "de",
    contents: "Inhalt",
    landmarks: "Orientierung",
    pages: "Seiten",
    cover: "Umschlag",
    titlePage: "Titelseite",
    text: "Beginn des Textes",
    notes: "Anmerkungen",
    glossary: "Glossar",
    timeline: "Zeittafel",
    index: "Register",
    colophon: "Impressum",
    sources: "Textnachweise",
    edition: "Ausgabe",
    backTo: "Zurück zur Anmerkungsziffer",
    seeAlso: "Siehe auch",
    occurs: "In",
    passages: "In",
    evidence: "Beleg",
    oldStyle: "alten Stils",
    description: "Beschreibung",
    chart: "Die Zeittafel als Schaubild. Die folgende Liste sagt dasselbe in Worten.",
    page: "Seite",
    refersTo: "Anmerkung",
    lost: "Die Anmerkung zu dieser Ziffer ist verloren.",
    roles: {
      author: null,
      editor: "Herausgegeben von",
      translator: "Übersetzt von",
      illustrator: "Illustriert von",
      contributor: "Mit",
    },
  },
  {
    lang: "fr",
    contents: "Table des matières",
    landmarks: "Repères",
    pages: "Pages",
    cover: "Couverture",
    titlePage: "Page de titre",
    text: "Début du texte",
    notes: "Notes",
    glossary: "Glossaire",
    timeline: "Chronologie",
    index: "Index",
    colophon: "Colophon",
    sources: "Sources des textes",
    edition: "Édition",
    backTo: "Retour à l’appel de note",
    seeAlso: "Voir aussi",
    occurs: "Dans",
    passages: "Dans",
    evidence: "Source",
    oldStyle: "ancien style",
    description: "Description",
    chart: "La chronologie en graphique. La liste qui suit dit la même chose en mots.",
    page: "Page",
    refersTo: "Note",
    lost: "La note de cet appel est perdue.",
    roles: {
      author: null,
      editor: "Édité par",
      translator: "Traduit par",
      illustrator: "Illustré par",
      contributor: "Avec",
    },
  },
  {
    lang: "es",
    contents: "Índice general",
    landmarks: "Puntos de referencia",
    pages: "Páginas",
    cover: "Cubierta",
    titlePage: "Portada",
    text: "Comienzo del texto",
    notes: "Notas",
    glossary: "Glosario",
    timeline: "Cronología",
    index: "Índice",
    colophon: "Colofón",
    sources: "Fuentes de los textos",
    edition: "Edición",
    backTo: "Volver a la llamada de nota",
    seeAlso: "Véase también",
    occurs: "En",
    passages: "En",
    evidence: "Fuente",
    oldStyle: "estilo antiguo",
    description: "Descripción",
    chart: "La cronología en un gráfico. La lista que sigue dice lo mismo con palabras.",
    page: "Página",
    refersTo: "Nota",
    lost: "La nota de esta llamada se ha perdido.",
    roles: {
      author: null,
      editor: "Edición de",
      translator: "Traducción de",
      illustrator: "Ilustraciones de",
      contributor: "Con",
    },
  },
  {
    lang: "it",
    contents: "Indice",
    landmarks: "Punti di riferimento",
    pages: "Pagine",
    cover: "Copertina",
    titlePage: "Frontespizio",
    text: "Inizio del testo",
    notes: "Note",
    glossary: "Glossario",
    timeline: "Cronologia",
    index: "Indice analitico",
    colophon: "Colophon",
    sources: "Fonti dei testi",
    edition: "Edizione",
    backTo: "Torna al richiamo della nota",
    seeAlso: "Vedi anche",
    occurs: "In",
    passages: "In",
    evidence: "Fonte",
    oldStyle: "vecchio stile",
    description: "Descrizione",
    chart: "La cronologia in un grafico. L’elenco che segue dice lo stesso a parole.",
    page: "Pagina",
    refersTo: "Nota",
    lost: "La nota di questo richiamo è perduta.",
    roles: {
      author: null,
      editor: "A cura di",
      translator: "Traduzione di",
      illustrator: "Illustrazioni di",
      contributor: "Con",
    },
  },
  {
    lang: "ru",
    contents: "Содержание",
    landmarks: "Ориентиры",
    pages: "Страницы",
    cover: "Обложка",
    titlePage: "Титульный лист",
    text: "Начало текста",
    notes: "Примечания",
    glossary: "Словарь",
    timeline: "Хронология",
    index: "Указатель",
    colophon: "Выходные данные",
    sources: "Источники текстов",
    edition: "Издание",
    backTo: "Назад к знаку сноски",
    seeAlso: "См. также",
    occurs: "Встречается",
    passages: "Встречается",
    evidence: "Источник",
    oldStyle: "старый стиль",
    description: "Описание",
    chart: "Хронология в виде схемы. Следующий список говорит то же словами.",
    page: "Страница",
    refersTo: "Примечание",
    lost: "Примечание к этому знаку утрачено.",
    roles: {
      author: null,
      editor: "Редактор:",
      translator: "Переводчик:",
      illustrator: "Художник:",
      contributor: "При участии:",
    },
  },
];

export function wordsFor(lang: string): Words {
  const primary = lang.toLowerCase().split("-")[0];
  const row = TABLE.find((each) => each.lang === primary);
  return { ...(row ?? EN), foreign: row === undefined };
}
