/**
 * A notification as an issue, in Atlassian Document Format. Text nodes of that format are never read as markup:
 * what stands in them is inert. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
import type { JsonObject } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { Fact, Link, Notification } from '../../notification/notification.ts';
import { orDash } from '../clean-text.ts';
import { fitMessage, type Shown } from '../fit-message.ts';
import { linkHref } from '../link-href.ts';

const LONGEST_SUMMARY = 255;
/** Jira refuses texts above 32,767 characters; what exactly it counts is not said, so the whole JSON is counted. */
const LONGEST_DOCUMENT = 30_000;

/** The one escaping function for Jira: one clean line, never empty (an empty text node is refused). */
export const escapeAdf = (text: string, limit: number): string => orDash(oneLine(text, limit));

export const renderSummary = ({ title }: Pick<Notification, 'title'>): string =>
  escapeAdf(title, LONGEST_SUMMARY);

/** Description of an issue, or body of a comment. */
export const renderDocument = (notification: Notification): JsonObject =>
  fitMessage(
    notification,
    (shown) => documentOf(nodesOf(notification, shown)),
    (candidate) => JSON.stringify(candidate).length <= LONGEST_DOCUMENT,
  );

/** A document of one paragraph. */
export const renderWords = (words: string): JsonObject =>
  documentOf([paragraph(textNode(escapeAdf(words, 4000)))]);

const documentOf = (content: readonly JsonObject[]): JsonObject => ({ type: 'doc', version: 1, content });

const nodesOf = ({ sentence, links }: Notification, shown: Shown): readonly JsonObject[] => [
  paragraph(textNode(escapeAdf(sentence, 4000))),
  ...(shown.facts.length === 0 ? [] : [factTable(shown.facts, shown.valueLength)]),
  ...(shown.omitted === undefined ? [] : [paragraph(textNode(shown.omitted))]),
  ...links.slice(0, 20).flatMap((link) => linkParagraph(link)),
];

const factTable = (facts: readonly Fact[], valueLength: number): JsonObject => ({
  type: 'table',
  attrs: { isNumberColumnEnabled: false, layout: 'default' },
  content: facts.map(({ label, value, note }) => ({
    type: 'tableRow',
    content: [
      cell('tableHeader', textNode(escapeAdf(label, 80))),
      cell('tableCell', textNode(escapeAdf(value, valueLength)), ...noteNodes(note)),
    ],
  })),
});

const noteNodes = (note: string | undefined): readonly JsonObject[] =>
  note === undefined ? [] : [textNode(` (${escapeAdf(note, 200)})`, { type: 'em' })];

const cell = (type: 'tableHeader' | 'tableCell', ...content: readonly JsonObject[]): JsonObject => ({
  type,
  attrs: {},
  content: [paragraph(...content)],
});

const linkParagraph = ({ label, url }: Link): readonly JsonObject[] => {
  const href = linkHref(url);
  return href === undefined
    ? []
    : [paragraph(textNode(escapeAdf(label, 80), { type: 'link', attrs: { href } }))];
};

const paragraph = (...content: readonly JsonObject[]): JsonObject => ({ type: 'paragraph', content });

const textNode = (text: string, ...marks: readonly JsonObject[]): JsonObject =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks };
