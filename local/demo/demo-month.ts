/**
 * A believable month of a small company, made from the cases in `events/`: who comes in, when, from where. The same seed
 * gives the same month. Its last night holds one access that nobody can explain.
 */
import type { RejectionCode } from '../../lib/delivery/outcome.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';

/** One event that is played. */
export interface DemoEvent {
  /** ISO 8601. */
  readonly at: string;
  /** Below `events/`, without `.json`. */
  readonly file: string;
  /** Texts that are put in the place of others, everywhere in the event. */
  readonly swaps: Readonly<Record<string, string>>;
  /** What somebody says about it later; absent: nobody has looked yet. */
  readonly said?: DemoReview;
}

export interface DemoReview {
  readonly action: 'acknowledge' | 'explain' | 'escalate';
  readonly reason?: 'planned-work' | 'incident' | 'automation' | 'test';
  readonly ticket?: string;
  readonly note?: string;
  readonly by: string;
  /** Who is asked to find out, a moment later. */
  readonly assignee?: string;
  /** How long after the access. */
  readonly afterMinutes: number;
}

export const DEMO_DAYS = 30;

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/** Somewhere nobody could be told for a while. */
export interface DemoOutage {
  readonly destinationId: string;
  readonly code: RejectionCode;
  /** ISO 8601, inclusive and exclusive. */
  readonly from: string;
  readonly to: string;
}

const midnightOf = (now: Date): Date => new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);

/**
 * The receiver's certificate had run out; since yesterday evening it has a new one, so that sending again helps. Yesterday the
 * mail that stands in for it could not be told either: what happened then is shown as told to nobody there.
 */
export const demoOutages = (now: Date): readonly DemoOutage[] => {
  const hours = (count: number): string => isoAfter(midnightOf(now), count * HOUR_SECONDS);
  return [
    { destinationId: 'platform-hook', code: 'certificate-refused', from: hours(-90), to: hours(-6) },
    { destinationId: 'security-mail', code: 'not-authorised', from: hours(-12), to: hours(-8) },
  ];
};

/** From this day on an exception announces whoever enters by this case. */
export const DEMO_EXCEPTION = { daysAgo: 10, file: 'assume-role/same-account-user-with-mfa' } as const;

/** Numbers in [0, 1), the same for the same seed. */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
};

interface Person {
  readonly file: string;
  readonly swaps: Readonly<Record<string, string>>;
  /** How often a week. */
  readonly weekly: number;
  readonly hours: readonly [number, number];
}

const OFFICE = '192.0.2.44';
const HOME = '203.0.113.118';

/** Each with the address he comes from; principal ids differ, so that Rolecall knows them apart. */
const PEOPLE: readonly Person[] = [
  {
    file: 'saml/identity-center-region-path',
    swaps: { 'jane.doe@acme.example': 'maria.keller@acme.example' },
    weekly: 4,
    hours: [7, 16],
  },
  {
    file: 'saml/identity-center-region-path',
    swaps: { 'jane.doe@acme.example': 'sam.okafor@acme.example' },
    weekly: 3,
    hours: [8, 17],
  },
  {
    file: 'assume-role/same-account-user-with-mfa',
    swaps: { '198.51.100.18': OFFICE },
    weekly: 2,
    hours: [8, 15],
  },
  {
    file: 'assume-role/cross-account-session',
    swaps: {
      'jane.doe@northwind.example': 'tom.berg@northwind.example',
      AROAEXAMPLECALLER001: 'AROAEXAMPLENORTHW001',
      '"deploy"': '"tom.berg"',
      ':deploy': ':tom.berg',
      '/deploy': '/tom.berg',
      '198.51.100.18': '198.51.100.61',
    },
    weekly: 3,
    hours: [6, 14],
  },
  {
    file: 'assume-role/role-with-path',
    swaps: {
      'jane.doe@northwind.example': 'lea.fontaine@northwind.example',
      AROAEXAMPLECALLER001: 'AROAEXAMPLENORTHW001',
      'jane.doe': 'lea.fontaine',
      '198.51.100.18': '198.51.100.62',
    },
    weekly: 2,
    hours: [8, 15],
  },
];

const PIPELINE = 'web-identity/github-branch';
const PIPELINE_ADDRESS = { '198.51.100.18': '192.0.2.200' };

interface Month {
  readonly now: Date;
  readonly random: () => number;
  /** The moment so many days before now, at an hour of UTC. */
  readonly when: (daysAgo: number, hour: number) => string;
}

const JANA = 'Jana Novak';
const LUIS = 'Luis Ortega';

/** What is more than two days old was looked at. */
const usualReview = ({ random }: Month, daysAgo: number): Pick<DemoEvent, 'said'> => {
  if (daysAgo < 2 || random() < 0.04) return {};
  const by = random() < 0.6 ? JANA : LUIS;
  const afterMinutes = 10 + Math.floor(random() * 600);
  const ticket = `OPS-${String(1200 + Math.floor(random() * 300))}`;
  return random() < 0.45
    ? { said: { action: 'explain', reason: 'planned-work', ticket, by, afterMinutes } }
    : { said: { action: 'acknowledge', reason: 'planned-work', by, afterMinutes } };
};

/** 0 is Sunday. */
const weekdayOf = (iso: string): number => new Date(iso).getUTCDay();

const isWorkday = (iso: string): boolean => weekdayOf(iso) >= 1 && weekdayOf(iso) <= 5;

const dayOfPeople = (month: Month, daysAgo: number): readonly DemoEvent[] =>
  PEOPLE.flatMap(({ file, swaps, weekly, hours: [from, to] }) => {
    const at = month.when(daysAgo, from + month.random() * (to - from));
    if (!isWorkday(at) || month.random() > weekly / 5) return [];
    // Now and then somebody works from home.
    const moved = month.random() < 0.12 ? { [OFFICE]: HOME } : {};
    return [{ at, file, swaps: { ...swaps, ...moved }, ...usualReview(month, daysAgo) }];
  });

/** Every workday's deploy takes the role several times within minutes: told once, and counted. */
const dayOfPipeline = (month: Month, daysAgo: number): readonly DemoEvent[] => {
  const start = month.when(daysAgo, 9 + month.random() * 4);
  if (!isWorkday(start)) return [];
  const times = 3 + Math.floor(month.random() * 6);
  return Array.from({ length: times }, (_run, index) => ({
    at: isoAfter(new Date(start), index * 70),
    file: PIPELINE,
    swaps: PIPELINE_ADDRESS,
    ...(index === 0 && daysAgo >= 2
      ? { said: { action: 'acknowledge', reason: 'automation', by: JANA, afterMinutes: 240 } as const }
      : {}),
  }));
};

/** What does not happen every day. */
const story = (month: Month): readonly DemoEvent[] => {
  const { when } = month;
  const denied = (minute: number): DemoEvent => ({
    at: when(21, 13 + minute / 60),
    file: 'denied/same-account-designated-role',
    swaps: {},
    ...(minute === 0
      ? {
          said: {
            action: 'explain',
            reason: 'test',
            note: 'Alice tried her new laptop before her rights were there.',
            by: LUIS,
            afterMinutes: 55,
          },
        }
      : {}),
  });
  return [
    denied(0),
    denied(2),
    denied(5),
    {
      at: when(26, 10.4),
      file: 'switch-role/console-assume-role-half',
      swaps: {},
      ...usualReview(month, 26),
    },
    { at: when(26, 10.4005), file: 'switch-role/console-sign-in-half', swaps: {} },
    {
      at: when(18, 9.2),
      file: 'doors-iam/trust-opened-to-trusted-account',
      swaps: {},
      said: {
        action: 'explain',
        reason: 'planned-work',
        ticket: 'OPS-1311',
        note: 'Northwind gets the second role they asked for.',
        by: JANA,
        afterMinutes: 31,
      },
    },
    {
      at: when(13, 22.3),
      file: 'doors-blinding/trail-stopped',
      swaps: {},
      said: {
        action: 'escalate',
        note: 'Alice says she mixed up two accounts. The trail was off for six minutes.',
        by: LUIS,
        afterMinutes: 12,
      },
    },
    { at: when(13, 22.4), file: 'doors-blinding/trail-started', swaps: {} },
    {
      at: when(9, 11.5),
      file: 'doors-resources/bucket-policy-for-everybody',
      swaps: {},
      said: {
        action: 'explain',
        reason: 'incident',
        ticket: 'SEC-88',
        note: 'Taken back after twenty minutes; access logs show nobody.',
        by: JANA,
        afterMinutes: 26,
      },
    },
    { at: when(6, 7.1), file: 'doors-iam/role-tagged-owner', swaps: {} },
    {
      at: when(4, 18.8),
      file: 'doors-login/root',
      swaps: {},
      said: {
        action: 'escalate',
        note: 'Nobody of the three who have the root password says it was him.',
        by: JANA,
        assignee: LUIS,
        afterMinutes: 18,
      },
    },
    { at: when(1, 14.2), file: 'doors-iam/access-key-made', swaps: {} },
    lastNight(month),
  ];
};

/** The one that the page is opened for: somebody new, from nowhere known, at three in the morning. */
const lastNight = ({ now, when }: Month): DemoEvent => ({
  at: when(now.getUTCHours() > LAST_NIGHT_HOUR ? 0 : 1, LAST_NIGHT_HOUR + 0.2),
  file: 'assume-role/cross-account-session',
  swaps: {
    'jane.doe@northwind.example': 'svc-backup',
    AROAEXAMPLECALLER001: 'AROAEXAMPLEUNKNWN001',
    '"deploy"': '"admin"',
    ':deploy': ':admin',
    '/deploy': '/admin',
    '198.51.100.18': '203.0.113.201',
    'aws-cli/2.31.4': 'python-requests/2.32',
  },
});

const LAST_NIGHT_HOUR = 3;

/** All events of the month, oldest first, none later than now. */
export const demoMonth = (now: Date, seed = 20): readonly DemoEvent[] => {
  const random = numbersFrom(seed);
  const midnight = midnightOf(now);
  const month: Month = {
    now,
    random,
    when: (daysAgo, hour) => isoAfter(midnight, -daysAgo * DAY_SECONDS + Math.round(hour * HOUR_SECONDS)),
  };
  const days = Array.from({ length: DEMO_DAYS }, (_day, index) => DEMO_DAYS - index);
  const usual = days.flatMap((daysAgo) => [...dayOfPeople(month, daysAgo), ...dayOfPipeline(month, daysAgo)]);
  return [...usual, ...story(month)]
    .filter(({ at }) => Date.parse(at) < now.getTime())
    .sort((one, other) => Number(one.at > other.at) - Number(one.at < other.at));
};
