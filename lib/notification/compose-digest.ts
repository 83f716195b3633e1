/** Several notices in one: after an outage, or when more came than can be sent one by one. */
import type { Edition } from '../kernel/edition.ts';
import { oneLine } from '../kernel/one-line.ts';
import { describeTimeNear, describeTimeShortly } from './describe-time.ts';
import { type Fact, type Importance, IMPORTANCES, type Notification } from './notification.ts';

/** `outage`: they could not be sent; `storm`: more came than the destination takes one by one. */
export const DIGEST_REASONS = ['outage', 'storm'] as const;
export type DigestReason = (typeof DIGEST_REASONS)[number];

export interface Digest {
  /** Id of the digest: takes the place of an access id. */
  readonly digestId: string;
  readonly edition: Edition;
  readonly reason: DigestReason;
  /** ISO 8601: since when the oldest of them waits. */
  readonly since: string;
  /** Of the reader, IANA name. */
  readonly timeZone: string;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

/** More than this nobody reads in one message. */
const MOST_FACTS = 20;

/** One notice that tells all of these, oldest first. Each is said by its title; throws when there is none. */
export const composeDigest = (told: readonly Notification[], digest: Digest): Notification => {
  const [oldest, newest] = [told.at(0), told.at(-1)];
  if (oldest === undefined || newest === undefined) throw new Error('A digest of nothing.');
  const since = describeTimeNear(digest.since, newest.occurredAt, digest.timeZone);
  return {
    schemaVersion: 1,
    accessId: digest.digestId,
    kind: 'digest',
    edition: digest.edition,
    importance: highest(told),
    title: oneLine(TITLES[digest.reason](noticesIn(told.length), since), 120),
    sentence: SENTENCES[digest.reason](noticesIn(told.length), since),
    facts: factsOf(told, digest),
    links: digest.edition === 'owner' ? [{ label: 'Open the history', url: `${digest.historyUrl}/` }] : [],
    occurredAt: oldest.occurredAt,
    attributes: { kind: 'digest', edition: digest.edition },
  };
};

type Say = (notices: string, since: string) => string;

const TITLES: Readonly<Record<DigestReason, Say>> = {
  outage: (notices, since) => `${notices} that could not be sent since ${since}`,
  storm: (notices, since) => `${notices} in one: many came at once since ${since}`,
};

const SENTENCES: Readonly<Record<DigestReason, Say>> = {
  outage: (notices, since) =>
    `This destination could not be reached for a while. ${notices} had to wait since ${since} and come together now, oldest first.`,
  storm: (notices, since) =>
    `More happened since ${since} than can be told one by one. ${notices} come together, oldest first.`,
};

const factsOf = (told: readonly Notification[], { timeZone, edition }: Digest): readonly Fact[] => {
  const shown = told.length > MOST_FACTS ? told.slice(0, MOST_FACTS - 1) : told;
  const left = told.length - shown.length;
  const where = edition === 'owner' ? 'in the history' : 'on request';
  return [
    ...shown.map(({ occurredAt, title }) => ({
      label: describeTimeShortly(occurredAt, timeZone),
      value: oneLine(title, 200),
    })),
    ...(left === 0 ? [] : [{ label: 'And', value: `${COUNT.format(left)} more ${where}` }]),
  ];
};

const COUNT = new Intl.NumberFormat('en-GB');

const noticesIn = (count: number): string => `${COUNT.format(count)} notice${count === 1 ? '' : 's'}`;

/** As urgent as the most urgent of them. */
const highest = (told: readonly Notification[]): Importance =>
  IMPORTANCES.find((importance) => told.some((one) => one.importance === importance)) ?? 'routine';
