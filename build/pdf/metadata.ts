// Takes what the book says of itself, gives the document information and the XMP packet (ISO 16684-1), which say the
// same (ISO 19005-2, 6.6.3).

import type { Meta, Person } from "../book.ts";

export interface Conformance {
  readonly tagged: boolean;
  readonly pdfa: boolean;
}

const PRODUCER = "Samizdat";

export function information(meta: Meta): Record<string, string | Date> {
  const date = new Date(meta.date);
  const authors = authorNames(meta.people);
  return {
    Title: meta.title,
    ...(authors.length ? { Author: authors.join(", ") } : {}),
    ...(meta.description ? { Subject: meta.description } : {}),
    Keywords: keywords(meta),
    Creator: PRODUCER,
    Producer: PRODUCER,
    CreationDate: date,
    ModDate: date,
  };
}

export function xmp(meta: Meta, conformance: Conformance): string {
  const date = `${new Date(meta.date).toISOString().slice(0, 19)}Z`;
  const authors = authorNames(meta.people);
  const contributors = meta.people.filter((person) => !isAuthor(person, meta.people)).map((person) => person.name);
  return [
    description("xmp", "http://ns.adobe.com/xap/1.0/", [
      simple("xmp:CreateDate", date),
      simple("xmp:ModifyDate", date),
      simple("xmp:MetadataDate", date),
      simple("xmp:CreatorTool", PRODUCER),
    ]),
    description("dc", "http://purl.org/dc/elements/1.1/", [
      simple("dc:format", "application/pdf"),
      simple("dc:identifier", meta.identifier),
      alternative("dc:title", meta.title),
      authors.length ? list("dc:creator", "Seq", [authors.join(", ")]) : "",
      contributors.length ? list("dc:contributor", "Bag", contributors) : "",
      meta.description ? alternative("dc:description", meta.description) : "",
      list("dc:language", "Bag", [meta.lang]),
      meta.publisher ? list("dc:publisher", "Bag", [meta.publisher]) : "",
      meta.rights ? alternative("dc:rights", meta.rights) : "",
      meta.subjects.length ? list("dc:subject", "Bag", meta.subjects) : "",
    ]),
    description("pdf", "http://ns.adobe.com/pdf/1.3/", [
      simple("pdf:Producer", PRODUCER),
      simple("pdf:Keywords", keywords(meta)),
    ]),
    description("xmpMM", "http://ns.adobe.com/xap/1.0/mm/", [
      simple("xmpMM:DocumentID", meta.identifier),
      simple("xmpMM:VersionID", meta.edition),
    ]),
    conformance.tagged ? description("pdfuaid", "http://www.aiim.org/pdfua/ns/id/", [simple("pdfuaid:part", "1")]) : "",
    conformance.pdfa
      ? description("pdfaid", "http://www.aiim.org/pdfa/ns/id/", [
          simple("pdfaid:part", "2"),
          simple("pdfaid:conformance", conformance.tagged ? "A" : "U"),
        ])
      : "",
    conformance.pdfa && conformance.tagged ? UA_EXTENSION : "",
  ]
    .filter(Boolean)
    .join("\n");
}

function isAuthor(person: Person, people: readonly Person[]): boolean {
  return person.role === "author" || !people.some((each) => each.role === "author");
}

function authorNames(people: readonly Person[]): string[] {
  return people.filter((person) => isAuthor(person, people)).map((person) => person.name);
}

function keywords(meta: Meta): string {
  return [...meta.subjects, `edition ${meta.edition}`].join(", ");
}

function description(prefix: string, namespace: string, properties: readonly string[]): string {
  return `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}">\n${properties.filter(Boolean).join("\n")}\n</rdf:Description>`;
}

function simple(property: string, value: string): string {
  return `<${property}>${escapeXml(value)}</${property}>`;
}

function list(property: string, kind: "Seq" | "Bag", values: readonly string[]): string {
  const items = values.map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`).join("");
  return `<${property}><rdf:${kind}>${items}</rdf:${kind}></${property}>`;
}

function alternative(property: string, value: string): string {
  return `<${property}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${property}>`;
}

function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** PDF/A knows no schema of PDF/UA: it is described where both are claimed (ISO 19005-2, 6.6.2.3). */
const UA_EXTENSION = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;
