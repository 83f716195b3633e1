/**
 * What a trail records after its selectors were set. An entry into a role is a read-only management event of STS: a trail
 * that leaves out reads does not see it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
import { isObject, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import { listOf, seek, seekFlag, textsIn } from './seek.ts';

export interface SeenByTrail {
  /** What is out of sight and matters to whoever watches entries and doors. */
  readonly blind: readonly string[];
  /** What is out of sight besides. */
  readonly weak: readonly string[];
}

const NO_READS = 'no read events, so no entry into a role is seen';
const NO_WRITES = 'no write events, so no change is seen';
const NOTHING = 'no management events at all';

/** What the selectors leave out; `undefined` when there are none that can be read. */
export const readSelectors = (parameters: unknown): SeenByTrail | undefined => {
  const advanced = listOf(seek(parameters, 'advancedEventSelectors')).filter(isObject);
  if (advanced.length > 0) return readAdvanced(advanced);
  const basic = listOf(seek(parameters, 'eventSelectors')).filter(isObject);
  return basic.length > 0 ? readBasic(basic) : undefined;
};

/** What one selector lets through, and what it leaves out of that. */
interface Selector {
  readonly reads: boolean;
  readonly writes: boolean;
  readonly leftOut: readonly string[];
}

/** Absent means included, and both reads and writes. */
const readBasic = (selectors: readonly unknown[]): SeenByTrail =>
  seen(
    selectors
      .filter((selector) => seekFlag(selector, 'includeManagementEvents') !== false)
      .map((selector) => {
        const given = textAt(selector, 'readWriteType')?.toLowerCase() ?? 'all';
        return {
          reads: given === 'all' || given === 'readonly',
          writes: given === 'all' || given === 'writeonly',
          leftOut: textsIn(seek(selector, 'excludeManagementEventSources')),
        };
      }),
  );

/** All conditions of a selector are to be met. */
const readAdvanced = (selectors: readonly unknown[]): SeenByTrail =>
  seen(
    selectors
      .map((selector) => listOf(seek(selector, 'fieldSelectors')).filter(isObject))
      .filter((fields) =>
        fields.some((field) => fieldOf(field) === 'eventcategory' && equals(field).includes('Management')),
      )
      .map((fields) => ({
        reads: fields.every((field) => admits(field, 'true')),
        writes: fields.every((field) => admits(field, 'false')),
        leftOut: fields.flatMap(narrowing),
      })),
  );

const admits = (field: unknown, readOnly: string): boolean => {
  if (fieldOf(field) !== 'readonly') return true;
  const wanted = equals(field);
  return wanted.length > 0 ? wanted.includes(readOnly) : !texts(field, 'notEquals').includes(readOnly);
};

const BROAD: readonly string[] = ['eventcategory', 'readonly'];

const OPERATORS: readonly (readonly [string, string])[] = [
  ['notEquals', ''],
  ['notStartsWith', 'whatever begins with '],
  ['notEndsWith', 'whatever ends in '],
  ['equals', 'all but '],
  ['startsWith', 'all but what begins with '],
  ['endsWith', 'all but what ends in '],
];

/** What a condition on another field leaves out. */
const narrowing = (field: unknown): readonly string[] =>
  BROAD.includes(fieldOf(field))
    ? []
    : OPERATORS.flatMap(([operator, words]) => texts(field, operator).map((text) => `${words}${text}`));

const fieldOf = (field: unknown): string => (textAt(field, 'field') ?? '').toLowerCase();
const equals = (field: unknown): readonly string[] => texts(field, 'equals');
const texts = (field: unknown, operator: string): readonly string[] => textsIn(seek(field, operator));

/** Left out by many for the cost; doors of keys, and nothing else of ours, are lost with it. */
const ONLY_KEYS: readonly string[] = ['kms.amazonaws.com'];
/** The Data API of databases: neither an entry nor a door. */
const NOT_MISSED: readonly string[] = ['rdsdata.amazonaws.com'];

/** Of several selectors the broadest counts: what one leaves out another may let through. */
const leftOutOf = (selectors: readonly Selector[]): readonly string[] =>
  selectors.some(({ leftOut }) => leftOut.length === 0) ? [] : selectors.flatMap(({ leftOut }) => leftOut);

const seen = (selectors: readonly Selector[]): SeenByTrail => {
  const [reading, writing] = [
    selectors.filter(({ reads }) => reads),
    selectors.filter(({ writes }) => writes),
  ];
  if (reading.length === 0 && writing.length === 0) return { blind: [NOTHING], weak: [] };
  const missed = [...new Set([...leftOutOf(reading), ...leftOutOf(writing)])].filter(
    (text) => !NOT_MISSED.includes(text),
  );
  const isKeys = (text: string): boolean => ONLY_KEYS.includes(text);
  return {
    blind: [
      ...(reading.length === 0 ? [NO_READS] : []),
      ...(writing.length === 0 ? [NO_WRITES] : []),
      ...out(missed.filter((text) => !isKeys(text))),
    ],
    weak: out(missed.filter(isKeys)),
  };
};

const out = (sources: readonly string[]): readonly string[] =>
  sources.length === 0
    ? []
    : [
        `without ${sources
          .slice(0, 5)
          .map((text) => oneLine(text, 128))
          .join(', ')}`,
      ];
