/** What a filter takes, as a person reads it. */
import { CERTAINTIES } from '../access/caller.ts';
import { DOOR_KINDS } from '../access/door.ts';
import { OBSERVATION_CODES } from '../access/observations.ts';
import { ENTRY_KINDS } from '../access/role-access.ts';
import { CARD_KINDS, CARD_OUTCOMES } from '../history/card.ts';
import type { FilterField } from '../history/question.ts';
import { REVIEW_STATES } from '../history/review.ts';
import type { Policy } from '../policy/policy.ts';
import { nameAccount } from './name-account.ts';
import { showText } from './show-text.ts';
import {
  CARD_KIND_WORDS,
  CARD_OUTCOME_WORDS,
  sayCertainty,
  sayDoorKind,
  sayEntry,
  sayFoundBy,
  sayObservation,
  sayReviewState,
} from './words.ts';

type Say = (value: string) => string | undefined;

/** `undefined` for what is not in the list. */
const among =
  <Code extends string>(codes: readonly Code[], say: (code: Code) => string): Say =>
  (value) => {
    const code = codes.find((one) => one === value);
    return code === undefined ? undefined : say(code);
  };

const sayWayIn: Say = (value) =>
  among([...ENTRY_KINDS, 'unreadable'], (code) => sayEntry(code).words)(value) ??
  among(DOOR_KINDS, (code) => sayDoorKind(code).words)(value);

const SAY: Partial<Readonly<Record<FilterField, Say>>> = {
  state: among(REVIEW_STATES, (code) => sayReviewState(code).words),
  kind: among(CARD_KINDS, (code) => CARD_KIND_WORDS[code]),
  entry: sayWayIn,
  outcome: among(CARD_OUTCOMES, (code) => CARD_OUTCOME_WORDS[code]),
  certainty: among(CERTAINTIES, (code) => sayCertainty(code).words),
  observation: among(OBSERVATION_CODES, (code) => sayObservation(code).words),
  foundBy: among(['event', 'sweep'] as const, (code) => sayFoundBy(code).words),
};

/** The words of a value of a closed list; `undefined` for every other. */
export const sayCode = (field: FilterField, value: string): string | undefined => SAY[field]?.(value);

export const sayValue = (field: FilterField, value: string, policy: Policy): string => {
  const isAccount = field === 'account' || field === 'home';
  return sayCode(field, value) ?? showText(isAccount ? nameAccount(policy, value) : value);
};
