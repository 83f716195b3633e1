/** From what is kept to one row of the list. */
import type { Caller } from '../access/caller.ts';
import type { Door } from '../access/door.ts';
import type { Origin } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import { originOf, UNREADABLE_PERSON, whatOf } from '../history/shown-of-row.ts';
import { compact } from '../kernel/json.ts';
import type { Policy } from '../policy/policy.ts';
import { sentenceOf, sentenceStart } from '../notification/door-words.ts';
import type { AccessSummary, ShownDoor, ShownFirst, Who } from './contract.ts';
import { describeAccess } from './describe-access.ts';
import { sayCorrected } from './describe-correction.ts';
import { describeRepeats } from './describe-repeats.ts';
import { describeTelling } from './describe-telling.ts';
import { entryOf } from '../history/entry-of.ts';
import type { Around, KeptAccess } from './kept-access.ts';
import { nameAccount } from './name-account.ts';
import { projectFilters } from './project-filters.ts';
import { projectReview } from './project-review.ts';
import { sayDuration, secondsBetween } from './say-duration.ts';
import { showText } from './show-text.ts';
import {
  CALLER_TYPE_WORDS,
  DOOR_WEIGHT_WORDS,
  sayCertainty,
  sayDoorKind,
  sayEntry,
  sayObservation,
} from './words.ts';

const UNREADABLE: Who = {
  name: UNREADABLE_PERSON,
  certainty: sayCertainty('unknown'),
  home: 'who it was cannot be told',
};

const describeHome = (caller: Caller, policy: Policy): string => {
  const type = CALLER_TYPE_WORDS[caller.type];
  if (caller.accountId === undefined) return type;
  return `${type} of ${showText(nameAccount(policy, caller.accountId))}`;
};

const projectWho = (caller: Caller, policy: Policy): Who => ({
  name: showText(caller.label),
  certainty: sayCertainty(caller.certainty),
  home: describeHome(caller, policy),
});

/** "198.51.100.18", "inside AWS" or "origin not recorded". */
const sayOrigin = (origin: Origin | undefined): string => {
  if (origin === undefined || origin.kind === 'unknown') return 'origin not recorded';
  if (origin.kind === 'address') return showText(origin.text);
  return origin.text === 'AWS Internal' ? 'inside AWS' : `AWS: ${showText(origin.text)}`;
};

const sayOutcome = (row: AccessRow): AccessSummary['outcome'] => {
  if (row.door !== undefined) return DOOR_OUTCOMES[row.door.outcome];
  if (row.access === undefined) return { code: 'unreadable', words: 'not readable' };
  return row.access.outcome === 'denied'
    ? { code: 'denied', words: 'refused', note: 'AWS refused the attempt' }
    : { code: 'success', words: 'entered' };
};

const DOOR_OUTCOMES: Readonly<Record<Door['outcome'], AccessSummary['outcome']>> = {
  success: { code: 'success', words: 'done' },
  denied: { code: 'denied', words: 'refused', note: 'AWS refused the attempt' },
  failed: { code: 'failed', words: 'failed', note: 'AWS did not do it' },
};

const projectDoor = ({ kind, explanation, weight, because }: Door): ShownDoor => ({
  kind: sayDoorKind(kind),
  explanation: sentenceStart(showText(explanation)),
  weight: { code: weight, words: DOOR_WEIGHT_WORDS[weight], note: sentenceOf(showText(because)) },
});

const sayKind = (row: AccessRow): AccessSummary['entry'] =>
  row.door === undefined ? sayEntry(entryOf(row)) : { ...sayDoorKind(row.door.kind), code: 'door' };

/** "found by the sweep, 12 minutes late", or `undefined` when the event itself arrived. */
export const sayLateness = (row: AccessRow): string | undefined =>
  row.foundBy === 'sweep'
    ? `found by the sweep, ${sayDuration(secondsBetween(row.time, row.recordedAt))} late`
    : undefined;

const projectFirst = ({ row, first }: KeptAccess): ShownFirst | undefined => {
  // Empty where the reader may not know of it (`in-scope.ts`).
  if (row.groupedWith === undefined || row.groupedWith === '') return undefined;
  return { accessId: row.groupedWith, ...(first === undefined ? {} : { time: first.row.time }) };
};

/** One row of the list, in words. */
export const projectSummary = (kept: KeptAccess, { policy, now }: Around): AccessSummary => {
  const { row } = kept;
  const happening = row.access ?? row.door;
  return {
    accessId: row.accessId,
    time: row.time,
    sentence: describeAccess(row, policy),
    who: happening === undefined ? UNREADABLE : projectWho(happening.caller, policy),
    role: whatOf(row),
    account: { id: row.accountId, name: showText(row.accountName) },
    entry: sayKind(row),
    outcome: sayOutcome(row),
    origin: sayOrigin(originOf(row)),
    telling: describeTelling(kept),
    observations: (row.access?.observations ?? []).map(({ code, reason }) => ({
      ...sayObservation(code),
      note: showText(reason),
    })),
    review: projectReview(row),
    filters: projectFilters(row),
    ...compact({
      door: row.door && projectDoor(row.door),
      late: sayLateness(row),
      corrected: sayCorrected(row),
      repeats: describeRepeats(row, now),
      groupedWith: projectFirst(kept),
    }),
  };
};
