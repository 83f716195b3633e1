/**
 * Later words about a notice: how often it repeated, or what AWS corrected. Made from the notice itself, so that an
 * edition cannot say more here than it said there.
 */
import { oneLine } from '../kernel/one-line.ts';
import { describeClockNear, describeTime, describeTimeNear } from './describe-time.ts';
import { historyLink } from './history-link.ts';
import type { Fact, Importance, Link, Notification } from './notification.ts';

/** Longest title, in UTF-16 units. */
const TITLE_LENGTH = 120;
/** Longest value of a fact: below the smallest limit of any channel. */
const VALUE_LENGTH = 600;

export interface Reader {
  /** IANA name. */
  readonly timeZone: string;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

/** What was counted instead of told. */
export interface CountedRepeats {
  readonly count: number;
  /** ISO 8601: of the earliest and the latest of them. */
  readonly first: string;
  readonly last: string;
  /** Addresses they came from. */
  readonly origins: readonly string[];
}

/** AWS's reason and, where the record has it, the fields that changed. Both stand in a record: words from outside. */
export interface CorrectedBecause {
  readonly reason: string;
  readonly updatedFields?: string;
}

/** The first notice as it was told, and as its row reads now: another record may have named the person since. */
export interface AnnouncedThing {
  readonly told: Notification;
  readonly now: Notification;
}

/** `12 more times until 14:32: Alice Miller entered Production administrator in ACME production` */
export const newsOfRepeats = (
  { told, now }: AnnouncedThing,
  repeats: CountedRepeats,
  reader: Reader,
): Notification =>
  newsAbout(told, reader, {
    title: `${timesUntil(repeats.count, describeClockNear(repeats.last, now.occurredAt, reader.timeZone))}: ${now.title}`,
    sentence: `This happened ${lowered(wordsOf(repeats, now, reader))}.`,
    importance: 'routine',
    occurredAt: repeats.last,
    facts: [
      { label: 'How often', value: times(repeats.count) },
      { label: 'First of them', value: describeTime(repeats.first, reader.timeZone) },
      { label: 'Last of them', value: describeTime(repeats.last, reader.timeZone) },
      ...(told.edition === 'owner' && repeats.origins.length > 0
        ? [{ label: 'From where', value: repeats.origins.map((origin) => oneLine(origin, 64)).join(', ') }]
        : []),
    ],
  });

/** `Corrected by AWS: Alice Miller was refused Production administrator in ACME production` */
export const newsOfCorrection = (
  { told, now }: AnnouncedThing,
  correction: CorrectedBecause,
  reader: Reader,
): Notification =>
  newsAbout(told, reader, {
    title: `Corrected by AWS: ${now.title}`,
    sentence: `AWS has corrected its record of this. ${now.sentence}`,
    importance: now.importance,
    occurredAt: now.occurredAt,
    facts: [
      { label: 'Why', value: reasonWords(correction) },
      ...(told.edition === 'owner' && correction.updatedFields !== undefined
        ? [{ label: 'Changed fields', value: oneLine(correction.updatedFields, VALUE_LENGTH) }]
        : []),
      ...changesBetween(told, now),
    ],
  });

/** `More is known: Alice Miller from Northwind entered Production administrator in ACME production` */
export const newsOfJoin = ({ told, now }: AnnouncedThing, reader: Reader): Notification =>
  newsAbout(told, reader, {
    title: `More is known: ${now.title}`,
    sentence: `A second record of this has come. ${now.sentence}`,
    importance: now.importance,
    occurredAt: now.occurredAt,
    facts: changesBetween(told, now),
  });

/** `More is known: alice from Northwind entered Production administrator in ACME production`: AWS was asked for more. */
export const newsOfLook = ({ told, now }: AnnouncedThing, reader: Reader): Notification =>
  newsAbout(told, reader, {
    title: `More is known: ${now.title}`,
    sentence: `More has become known about this since. ${now.sentence}`,
    importance: now.importance,
    occurredAt: now.occurredAt,
    facts: changesBetween(told, now),
  });

/**
 * `Used elsewhere: alice from Northwind entered Production administrator in ACME production`. `reason`: both addresses, in a
 * sentence. Somebody else may have the credentials, so this is never said last.
 */
export const newsOfUseElsewhere = (
  { told, now }: AnnouncedThing,
  reason: string,
  reader: Reader,
): Notification =>
  newsAbout(told, reader, {
    title: `Used elsewhere: ${now.title}`,
    sentence: `${reason} ${now.sentence}`,
    importance: now.importance === 'routine' ? 'normal' : now.importance,
    occurredAt: now.occurredAt,
    facts: changesBetween(told, now),
  });

/** Everything that became known after the first notice. */
export interface Later {
  readonly repeats?: CountedRepeats | undefined;
  /** What repeated, where that is not what the notice says now: the first was corrected, its repeats were not. */
  readonly repeated?: Notification | undefined;
  readonly correction?: CorrectedBecause | undefined;
}

/** What the first message says from now on, where it can be edited: the notice, and before all what came later. */
export const withLaterWords = (now: Notification, later: Later, reader: Reader): Notification => ({
  ...now,
  facts: [
    ...(later.repeats === undefined
      ? []
      : [{ label: 'Repeated', value: `${wordsOf(later.repeats, now, reader)}${whatRepeated(later, now)}` }]),
    ...(later.correction === undefined
      ? []
      : [{ label: 'Corrected by AWS', value: reasonWords(later.correction) }]),
    ...now.facts,
  ],
});

const whatRepeated = ({ repeated }: Later, now: Notification): string =>
  repeated === undefined || repeated.title === now.title ? '' : `: ${oneLine(repeated.title, TITLE_LENGTH)}`;

/** Whether a reader of the first notice was told something that no longer holds. */
export const saysOtherwise = (before: Notification, after: Notification): boolean =>
  before.kind !== after.kind || before.title !== after.title || before.sentence !== after.sentence;

interface News {
  readonly title: string;
  readonly sentence: string;
  readonly importance: Importance;
  readonly occurredAt: string;
  readonly facts: readonly Fact[];
}

const newsAbout = (told: Notification, reader: Reader, news: News): Notification => {
  const about = describeTime(told.occurredAt, reader.timeZone);
  const title = oneLine(told.title, TITLE_LENGTH);
  return {
    schemaVersion: 1,
    accessId: told.accessId,
    kind: 'follow-up',
    edition: told.edition,
    importance: news.importance,
    title: oneLine(news.title, TITLE_LENGTH),
    sentence: oneLine(`${news.sentence} The first notice, about ${about}, said: ${title}.`, 2000),
    facts: [
      ...news.facts,
      { label: 'First notice', value: `${about}: ${title}` },
      ...told.facts.filter(({ label }) => label === 'Questions'),
    ],
    links: linksOf(told, reader),
    occurredAt: news.occurredAt,
    attributes: { ...told.attributes, kind: 'follow-up' },
  };
};

const linksOf = (first: Notification, { historyUrl }: Reader): readonly Link[] =>
  first.edition === 'owner'
    ? [{ label: 'Open in the history', url: historyLink(historyUrl, first.accessId) }]
    : [];

/** The facts that read otherwise now, each with what was said before. A label may stand for several facts. */
const changesBetween = (before: Notification, after: Notification): readonly Fact[] =>
  after.facts
    .filter((now) => !before.facts.some(({ label, value }) => label === now.label && value === now.value))
    .map(({ label, value }) => ({
      label,
      value: oneLine(value, VALUE_LENGTH),
      note: `before: ${oneLine(before.facts.find((fact) => fact.label === label)?.value ?? 'not said', 150)}`,
    }));

const COUNT = new Intl.NumberFormat('en-GB');

const times = (count: number): string => (count === 1 ? 'Once more' : `${COUNT.format(count)} more times`);

const timesUntil = (count: number, until: string): string =>
  `${times(count)}${count === 1 ? ', at' : ' until'} ${until}`;

const wordsOf = (repeats: CountedRepeats, { occurredAt }: Notification, { timeZone }: Reader): string =>
  timesUntil(repeats.count, describeTimeNear(repeats.last, occurredAt, timeZone));

const lowered = (words: string): string => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['DELIVERY_DELAY', 'CloudTrail delivered the record late'],
  ['UPDATED_DATA', 'a field of the record was missing or wrong'],
  ['SERVICE_OUTAGE', 'an outage on the side of AWS'],
]);

const reasonWords = ({ reason }: CorrectedBecause): string =>
  REASONS.get(reason) ?? `AWS names the reason ${oneLine(reason, 64)}`;
