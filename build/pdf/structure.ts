// Takes the order in which content is drawn, gives the logical structure (ISO 32000-1, 14.7; PDF/UA-1). An element comes
// into the tree when something of it is drawn for the first time: drawing order is reading order. A paragraph that goes
// on over a page is one element with content on both.

import type { Box, StructureNode } from "../page.ts";
import type { Pen, Ref } from "./mends.ts";
import { byBytes, name, numbers, textString, Written } from "./syntax.ts";

export interface Element {
  readonly ref: Ref;
  readonly role: string;
  readonly parent: Element | null;
  readonly kids: Kid[];
  /** Entries of the dictionary besides S, P, Pg and K. */
  readonly entries: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What a figure covers, in the coordinates of its page as PDF counts them. */
  box: Box | null;
}

type Kid =
  | { readonly type: "element"; readonly element: Element; readonly order: number }
  | { readonly type: "content"; readonly page: Ref; readonly mcid: number }
  | { readonly type: "annotation"; readonly page: Ref; readonly annotation: Ref };

/** What a page gives to the tree: its key in the parent tree and the owners of its marked content. */
export interface PageContent {
  readonly page: Ref;
  readonly key: number;
  readonly owners: Element[];
}

export class Structure {
  readonly root: Ref;
  readonly #pen: Pen;
  readonly #document: Element;
  readonly #elements: Element[] = [];
  readonly #ids = new Map<string, Ref>();
  readonly #parentTree: string[] = [];
  #nextKey = 0;

  constructor(pen: Pen) {
    this.#pen = pen;
    this.root = pen.ref({});
    this.#document = this.#add("Document", null, "", {});
  }

  /** A chapter's element. */
  section(title: string, lang: string | null): Element {
    const entries = `/T ${textString(title)}${lang ? `/Lang ${textString(lang)}` : ""}`;
    return this.#child(this.#document, "Sect", entries, {}, this.#elements.length);
  }

  /** An element for a node of a setting; `order` is its place among the nodes, for those that nothing is drawn for. */
  element(node: StructureNode, parent: Element, order: number): Element {
    let entries = "";
    if (node.lang) entries += `/Lang ${textString(node.lang)}`;
    if (node.alt) entries += `/Alt ${textString(node.alt)}`;
    if (node.actualText !== null) entries += `/ActualText ${textString(node.actualText)}`;
    if (node.id !== null) entries += `/ID ${textString(node.id)}`;
    const element = this.#child(parent, node.role, entries, node.attributes ?? {}, order);
    if (node.id !== null) {
      if (this.#ids.has(node.id)) throw new Error(`two elements have the id ${node.id}`);
      this.#ids.set(node.id, element.ref);
    }
    return element;
  }

  /** The element of a node that has nothing to show (an empty cell) goes where its number says. */
  emptyElement(node: StructureNode, parent: Element, order: number): Element {
    const element = this.element(node, parent, order);
    const kid = parent.kids.pop()!;
    const at = parent.kids.findIndex((each) => each.type === "element" && each.order > order);
    parent.kids.splice(at === -1 ? parent.kids.length : at, 0, kid);
    return element;
  }

  page(page: Ref): PageContent {
    return { page, key: this.#key(), owners: [] };
  }

  /**
   * A new piece of marked content on the page; gives its operator. Where a paragraph begins with an element (a link, a
   * term), its own words go into elements too: programs that take an element's words before its children's would change
   * the order.
   */
  content(page: PageContent, owner: Element): string {
    const wrapped = owner.role === "P" && owner.kids[0]?.type === "element";
    const element = wrapped ? this.#child(owner, "Span", "", {}, this.#elements.length) : owner;
    const mcid = page.owners.length;
    page.owners.push(element);
    element.kids.push({ type: "content", page: page.page, mcid });
    return `/${element.role}<</MCID ${mcid}>>BDC`;
  }

  endPage(page: PageContent): void {
    this.#parentTree.push(`${page.key} [${page.owners.map((owner) => owner.ref).join(" ")}]`);
  }

  /** Joins a link and its element (14.7.4.3); gives the annotation's key, its StructParent. */
  annotation(page: Ref, annotation: Ref, element: Element): number {
    element.kids.push({ type: "annotation", page, annotation });
    const key = this.#key();
    this.#parentTree.push(`${key} ${element.ref}`);
    return key;
  }

  /** Writes all but the root, which pdfkit ends with the document. */
  end(): void {
    for (const element of this.#elements) {
      element.ref.data = new Written(dictionary(element, this.root));
      element.ref.end();
    }
    const names = [...this.#ids].sort(([a], [b]) => byBytes(a, b)).map(([id, ref]) => `${textString(id)} ${ref}`);
    const nums = this.#parentTree.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    this.root.data = new Written(
      `<</Type/StructTreeRoot/K ${this.#document.ref}/ParentTree<</Nums[${nums.join("\n")}]>>` +
        `/ParentTreeNextKey ${this.#nextKey}${names.length ? `/IDTree<</Names[${names.join("\n")}]>>` : ""}>>`,
    );
  }

  #key(): number {
    const key = this.#nextKey;
    this.#nextKey += 1;
    return key;
  }

  #child(
    parent: Element,
    role: string,
    entries: string,
    attributes: Readonly<Record<string, string>>,
    order: number,
  ): Element {
    const element = this.#add(role, parent, entries, attributes);
    parent.kids.push({ type: "element", element, order });
    return element;
  }

  #add(role: string, parent: Element | null, entries: string, attributes: Readonly<Record<string, string>>): Element {
    const element = { ref: this.#pen.ref(), role, parent, kids: [], entries, attributes, box: null };
    this.#elements.push(element);
    return element;
  }
}

function dictionary(element: Element, root: Ref): string {
  const page = element.kids.find((kid) => kid.type === "content")?.page ?? null;
  const kids = element.kids.map((kid) => kidEntry(kid, page)).join(" ");
  const attributes = attributeEntry(element);
  return (
    `<</S/${element.role}/P ${element.parent?.ref ?? root}${page ? `/Pg ${page}` : ""}` +
    `${element.entries}${attributes}/K[${kids}]>>`
  );
}

function kidEntry(kid: Kid, page: Ref | null): string {
  if (kid.type === "element") return `${kid.element.ref}`;
  if (kid.type === "annotation") return `<</Type/OBJR/Obj ${kid.annotation}/Pg ${kid.page}>>`;
  return kid.page === page ? `${kid.mcid}` : `<</Type/MCR/Pg ${kid.page}/MCID ${kid.mcid}>>`;
}

const OWNER: Readonly<Record<string, string>> = {
  ListNumbering: "List",
  Scope: "Table",
  ColSpan: "Table",
  RowSpan: "Table",
  Summary: "Table",
};

/** Attributes (14.8.5) by owner; a figure tells where it stands (PDF/UA-1, 7.3). */
function attributeEntry(element: Element): string {
  const owners = new Map<string, string>();
  for (const [key, value] of Object.entries(element.attributes)) {
    const owner = OWNER[key] ?? "Layout";
    const written = /^-?[\d.]+$/.test(value) ? value : key === "Summary" ? textString(value) : `/${name(value)}`;
    owners.set(owner, `${owners.get(owner) ?? ""}/${name(key)} ${written}`);
  }
  if (element.box) {
    const { x, y, width, height } = element.box;
    owners.set("Layout", `${owners.get("Layout") ?? ""}/Placement/Block/BBox[${numbers(x, y, x + width, y + height)}]`);
  }
  if (owners.size === 0) return "";
  return `/A[${[...owners].map(([owner, entries]) => `<</O/${owner}${entries}>>`).join("")}]`;
}
