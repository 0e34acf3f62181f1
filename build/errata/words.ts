// What a list of errata says besides the words it corrects, by language. A language that is not listed here gets English.

export interface ErrataWords {
  readonly title: string;
  /** {folio}, {line}, {before}, {after}, {old}, {new} are filled in. */
  readonly line: string;
  readonly noteLine: string;
  readonly replace: string;
  readonly strike: string;
  readonly add: string;
  readonly book: string;
  readonly zine: string;
  readonly explain: string;
}

const ENGLISH: ErrataWords = {
  title: "Errata",
  line: "p. {folio}, l. {line}",
  noteLine: "p. {folio}, notes, l. {line}",
  replace: "for “{before}” read “{after}”",
  strike: "strike “{before}”",
  add: "add “{after}”",
  book: "Book",
  zine: "Zine",
  explain:
    "From edition {old} to edition {new}. Pages and lines are those of edition {old}; lines are counted from the head of the page, in notes from the first note of the page.",
};

const TABLE: Readonly<Record<string, ErrataWords>> = {
  de: {
    title: "Berichtigungen",
    line: "S. {folio}, Z. {line}",
    noteLine: "S. {folio}, Anmerkungen, Z. {line}",
    replace: "statt „{before}“ lies „{after}“",
    strike: "„{before}“ ist zu streichen",
    add: "zu ergänzen ist „{after}“",
    book: "Buch",
    zine: "Heft",
    explain:
      "Von der Ausgabe {old} zur Ausgabe {new}. Seiten und Zeilen sind die der Ausgabe {old}; Zeilen sind vom Kopf der Seite an gezählt, in Anmerkungen von der ersten der Seite an.",
  },
  fr: {
    title: "Errata",
    line: "p. {folio}, l. {line}",
    noteLine: "p. {folio}, notes, l. {line}",
    replace: "au lieu de « {before} », lire « {after} »",
    strike: "supprimer « {before} »",
    add: "ajouter « {after} »",
    book: "Livre",
    zine: "Brochure",
    explain:
      "De l’édition {old} à l’édition {new}. Pages et lignes sont celles de l’édition {old} ; les lignes sont comptées depuis le haut de la page, celles des notes depuis la première note de la page.",
  },
  es: {
    title: "Fe de erratas",
    line: "p. {folio}, l. {line}",
    noteLine: "p. {folio}, notas, l. {line}",
    replace: "donde dice «{before}» debe decir «{after}»",
    strike: "suprímase «{before}»",
    add: "añádase «{after}»",
    book: "Libro",
    zine: "Fanzine",
    explain:
      "De la edición {old} a la edición {new}. Las páginas y líneas son las de la edición {old}; las líneas se cuentan desde la cabeza de la página, las de las notas desde la primera nota de la página.",
  },
  it: {
    title: "Errata corrige",
    line: "p. {folio}, r. {line}",
    noteLine: "p. {folio}, note, r. {line}",
    replace: "invece di «{before}» si legga «{after}»",
    strike: "si tolga «{before}»",
    add: "si aggiunga «{after}»",
    book: "Libro",
    zine: "Fanzine",
    explain:
      "Dall’edizione {old} all’edizione {new}. Pagine e righe sono quelle dell’edizione {old}; le righe si contano dalla testa della pagina, quelle delle note dalla prima nota della pagina.",
  },
  ru: {
    title: "Опечатки",
    line: "с. {folio}, строка {line}",
    noteLine: "с. {folio}, примечания, строка {line}",
    replace: "напечатано «{before}», следует читать «{after}»",
    strike: "вычеркнуть «{before}»",
    add: "добавить «{after}»",
    book: "Книга",
    zine: "Зин",
    explain:
      "От издания {old} к изданию {new}. Страницы и строки указаны по изданию {old}; строки считаются от верха страницы, в примечаниях — от первого примечания страницы.",
  },
};

export function errataWords(lang: string): ErrataWords {
  return TABLE[lang.toLowerCase().split("-")[0] ?? ""] ?? ENGLISH;
}

/** A text with its `{names}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
