/** The owner's edition of a door: what happened, who it was, whom it lets in, what to do. */
import type { Door } from '../access/door.ts';
import { explainOpening } from '../iam/explain-openings.ts';
import { oneLine } from '../kernel/one-line.ts';
import { describeDuration, describeTime } from './describe-time.ts';
import { adviceFor } from './door-advice.ts';
import type { Fact } from './notification.ts';
import type { Surroundings } from './surroundings.ts';
import { MFA_NOTE, MFA_WORDS, VALUE_LENGTH } from './value-words.ts';
import { whoFacts } from './who-facts.ts';

interface Around extends Surroundings {
  readonly nameOfAccount: (accountId: string) => string | undefined;
}

export const doorFacts = (door: Door, around: Around): readonly Fact[] =>
  [
    { label: 'What', value: door.explanation },
    ...refusedFacts(door),
    ...whoFacts(door.caller, around),
    ...openingFacts(door, around),
    { label: 'Account', value: `${around.accountName} (${door.accountId})` },
    { label: 'When', value: describeTime(door.time, around.timeZone), note: door.time },
    { label: 'From where', value: originOf(door) },
    { label: 'MFA', value: MFA_WORDS[door.mfa], ...MFA_NOTE[door.mfa] },
    { label: 'Recorded in', value: door.recorded.region, note: `${door.eventSource} ${door.eventName}` },
    { label: 'Why it rings', value: door.because },
    { label: 'If unexpected', value: adviceFor(door) },
    ...lateFacts(around),
  ].map((fact) => ({ ...fact, value: oneLine(fact.value, VALUE_LENGTH) }));

const refusedFacts = ({ outcome, errorCode }: Door): readonly Fact[] => {
  if (outcome === 'success') return [];
  const words = outcome === 'denied' ? 'AWS refused it' : 'it failed';
  return [
    { label: 'Outcome', value: errorCode === undefined ? words : `${words} (${oneLine(errorCode, 64)})` },
  ];
};

const MOST_OPENINGS = 8;

const openingFacts = ({ opens }: Door, { nameOfAccount }: Around): readonly Fact[] => [
  ...opens.slice(0, MOST_OPENINGS).map((opening) => ({
    label: 'Opens',
    value: explainOpening(opening, { accountName: nameOfAccount }),
    note: opening.outside
      ? `from outside; written as ${oneLine(opening.principal, 200)}`
      : 'not from outside',
  })),
  ...(opens.length > MOST_OPENINGS
    ? [{ label: 'Opens', value: `and ${String(opens.length - MOST_OPENINGS)} more; the history names them` }]
    : []),
];

const originOf = ({ origin }: Door): string =>
  origin.kind === 'aws' ? `AWS itself (${origin.text})` : origin.text;

const lateFacts = ({ foundLateSeconds }: Around): readonly Fact[] =>
  foundLateSeconds === undefined
    ? []
    : [
        {
          label: 'Found',
          value: `by the sweep, ${describeDuration(foundLateSeconds)} late: EventBridge did not deliver it`,
        },
      ];
