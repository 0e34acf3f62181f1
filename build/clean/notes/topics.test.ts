import assert from "node:assert/strict";
import { test } from "node:test";
import { contextAt, openingOf, Topics, topicOf } from "./topics.ts";

const VOCABULARY = new Map([
  ["ferry", 40],
  ["lighthouse", 2],
  ["venice", 2],
  ["venise", 1],
  ["the", 900],
  ["of", 600],
]);

test("a rare word that note and sentence share tells more than a common one, and than one of the sentence before", () => {
  const topics = new Topics(VOCABULARY);
  const note = topicOf("See the report on the lighthouse and the ferry, p. 4.");
  const text = "The lighthouse was dark. The ferry waited.";
  const lighthouse = topics.odds(note, contextAt(text, 24, 24));
  const ferry = topics.odds(note, contextAt(text, text.length, text.length));
  const none = topics.odds(note, contextAt("Nobody slept.", 13, 13));
  assert.ok(lighthouse > ferry && ferry > none, `${lighthouse} ${ferry} ${none}`);
  assert.equal(none, 0);
});

test("endings, accents and small differences between languages do not part two words", () => {
  const topics = new Topics(VOCABULARY);
  const note = topicOf("Histoire de Venise, p. 4.");
  assert.ok(topics.odds(note, contextAt("He went to Venice.", 18, 18)) > 1);
});

test("the sentence of a call in its middle goes on behind it", () => {
  const text = "It rained. He came home,* and the bell rang. She slept.";
  assert.deepEqual([...contextAt(text, 24, 25).own], ["came", "home", "bell", "rang"]);
  assert.deepEqual([...contextAt(text, 24, 25).before], ["rain"]);
});

test("the word right before the call tells much if the note begins with it", () => {
  const topics = new Topics(VOCABULARY);
  const note = openingOf("“Lighthouse” was the name of a tower, where the keeper of the ferry lived for years.");
  const text = "They came to the lighthouse,* and to the keeper.";
  assert.ok(topics.lemma(note, contextAt(text, 28, 29)) > 1);
  assert.equal(topics.lemma(note, contextAt(text, text.length, text.length)), 0);
});
