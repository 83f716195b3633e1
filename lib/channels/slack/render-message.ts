/**
 * A notification as a Slack message, for the webhook and the app. Everything that may hold a stranger's words is
 * plain text; the only markup is our own links.
 * Limits: https://docs.slack.dev/reference/block-kit/blocks and slackapi/bolt-js#2509 (whole message).
 */
import type { ContextBlock, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
import type { Fact, Link, Notification } from '../../notification/notification.ts';
import { fitMessage, type Shown } from '../fit-message.ts';
import { linkHref } from '../link-href.ts';
import { escapeSlack } from './escape-slack.ts';

export interface SlackMessage {
  /** Shown in notifications and by clients without blocks. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const WHOLE_MESSAGE = 11_900;
const FIELDS_PER_SECTION = 10;
/** Ten lines of a digest stay below the 3,000 characters of a section. */
const LINES_PER_SECTION = 10;
const LONGEST_LINE = 240;
const LINKS = 8;

/** Renders the message; `notice` is a sentence about the delivery itself. */
export const renderMessage = (notification: Notification, notice?: string): SlackMessage =>
  fitMessage(
    notification,
    (shown) => ({
      text: fallbackText(notification, notice),
      blocks: blocksOf(notification, shown, notice),
    }),
    (message) => JSON.stringify(message).length <= WHOLE_MESSAGE,
  );

const fallbackText = ({ title, sentence }: Notification, notice: string | undefined): string =>
  [title, sentence, ...(notice === undefined ? [] : [notice])]
    .map((line) => escapeSlack(line, 900))
    .join('\n');

const blocksOf = (notification: Notification, shown: Shown, notice: string | undefined): KnownBlock[] => [
  { type: 'header', text: plain(notification.title, 150) },
  ...small(notice),
  { type: 'section', text: plain(notification.sentence, 2900) },
  ...(notification.kind === 'digest' ? lineBlocks(shown) : fieldBlocks(shown)),
  ...small(shown.omitted),
  ...linksBlock(notification.links),
];

const plain = (text: string, limit: number): PlainTextElement => ({
  type: 'plain_text',
  text: escapeSlack(text, limit),
  emoji: false,
});

const small = (...lines: readonly (string | undefined)[]): ContextBlock[] => {
  const elements = lines.filter((line) => line !== undefined).map((line) => plain(line, 300));
  return elements.length === 0 ? [] : [{ type: 'context', elements }];
};

const groupsOf = (facts: readonly Fact[], size: number): readonly (readonly Fact[])[] =>
  facts.flatMap((_, index) => (index % size === 0 ? [facts.slice(index, index + size)] : []));

/** In two columns, as a form. */
const fieldBlocks = ({ facts, valueLength }: Shown): (SectionBlock | ContextBlock)[] =>
  groupsOf(facts, FIELDS_PER_SECTION).flatMap((group) => [
    { type: 'section', fields: group.map((fact) => factField(fact, valueLength)) },
    ...small(...group.map(({ label, note }) => (note === undefined ? undefined : `${label}: ${note}`))),
  ]);

/** A list, read from top to bottom. */
const lineBlocks = ({ facts, valueLength }: Shown): SectionBlock[] =>
  groupsOf(facts, LINES_PER_SECTION).map((group) => ({
    type: 'section',
    text: {
      type: 'plain_text',
      text: group
        .map(({ label, value }) => {
          const when = escapeSlack(label, 40);
          return `${when}  ${escapeSlack(value, Math.min(valueLength, LONGEST_LINE - when.length))}`;
        })
        .join('\n'),
      emoji: false,
    },
  }));

const factField = ({ label, value }: Fact, valueLength: number): PlainTextElement => ({
  type: 'plain_text',
  text: `${escapeSlack(label, 80)}\n${escapeSlack(value, valueLength)}`,
  emoji: false,
});

// Links in words, not buttons: a button asks the app to answer, and shows a warning where nobody does.
const linksBlock = (links: readonly Link[]): ContextBlock[] => {
  const words = links.slice(0, LINKS).flatMap((link) => linkWords(link));
  if (words.length === 0) return [];
  return [{ type: 'context', elements: words.map((text) => ({ type: 'mrkdwn', text, verbatim: true })) }];
};

const linkWords = ({ label, url }: Link): readonly string[] => {
  const href = linkHref(url);
  const words = `<${(href ?? '').replaceAll('&', '&amp;')}|${escapeSlack(label, 75)}>`;
  return href === undefined || words.length > 2000 ? [] : [words];
};
