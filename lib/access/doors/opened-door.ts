/** A door that lets somebody in: how it is said, and whether it rings. */
import { explainOpenings } from '../../iam/explain-openings.ts';
import type { Opening } from '../../iam/opening.ts';
import { type JsonObject, listAt, textAt } from '../../kernel/json.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorFinding, DoorKind } from '../door.ts';
import { isRefused } from './act.ts';
import { called, was } from './attempt.ts';
import type { DoorContext } from './door-context.ts';
import type { Grant } from './grant.ts';

export interface Opened {
  readonly record: JsonObject;
  readonly context: DoorContext;
  readonly kind: DoorKind;
  readonly type: string;
  readonly name: string;
  readonly grant: Grant;
  /** "opened to", "shared with". */
  readonly verb: string;
  /** What is said when it lets nobody outside in: "the policy of bucket prod was changed". */
  readonly otherwise: string;
  /** More that belongs to what was done, with the comma before it. */
  readonly more?: string;
}

/** Longer than any explanation that is still read. */
const LONGEST = 1_000;

/**
 * Public is urgent, another account is normal, and whatever opens nothing to outside is recorded. What was refused weighs as
 * if it had worked: whether attempts ring is not decided here.
 */
export const openedDoor = (opened: Opened): DoorFinding => {
  const { record, kind, type, name, grant } = opened;
  const outsiders = isElsewhere(opened) ? [] : grant.opens.filter(({ outside }) => outside);
  const weight = outsiders.some(isPublic) ? 'urgent' : outsiders.length > 0 ? 'normal' : 'recorded';
  return {
    kind,
    subject: { type, name },
    explanation: oneLine(sentence(opened, outsiders), LONGEST),
    opens: isRefused(record)
      ? []
      : [...grant.opens].sort((one, other) => Number(other.outside) - Number(one.outside)),
    weight,
    because: weight === 'recorded' ? whyQuiet(opened) : BECAUSE[weight],
  };
};

const whyQuiet = (opened: Opened): string => {
  if (isRefused(opened.record)) return 'AWS refused it';
  return isElsewhere(opened) ? 'it belongs to an account that is not ours' : BECAUSE.recorded;
};

const BECAUSE = {
  urgent: 'it lets anybody in',
  normal: 'it lets somebody outside in',
  recorded: 'it opens nothing to outside',
} as const;

/** Anybody, and no condition that really holds anybody back. */
export const isPublic = ({ kind, outside, onlyIf }: Opening): boolean =>
  outside && (kind === 'everyone' || kind === 'everyone-but') && onlyIf.length === 0;

/**
 * What we do to a resource of another account is recorded in ours, too. Whom it lets in is then that account's affair.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (`resources`)
 */
const isElsewhere = ({ record, context }: Opened): boolean => {
  const homes = listAt(record, 'resources')
    .map((resource) => textAt(resource, 'accountId'))
    .filter((home) => home !== undefined);
  const { accountId, ownAccountIds, isGuarded = () => false } = context;
  return (
    homes.length > 0 &&
    homes.every((home) => home !== accountId && !ownAccountIds.has(home) && !isGuarded(home))
  );
};

const sentence = (opened: Opened, outsiders: readonly Opening[]): string => {
  const { record, context, type, name, verb, otherwise, grant, more = '' } = opened;
  if (
    grant.unclear !== undefined &&
    outsiders.length > 0 &&
    outsiders.every(({ kind }) => kind === 'unclear')
  ) {
    return `${otherwise}${more}; ${grant.unclear}, so it may let outsiders in`;
  }
  if (outsiders.length > 0) {
    const whom = explainOpenings(outsiders, { accountName: context.accountName });
    return `${called(type, name)} ${was(record)} ${verb} ${whom}${forActions(grant.actions)}${more}`;
  }
  if (isElsewhere(opened)) return `${otherwise}${more}; it belongs to an account that is not ours`;
  return `${otherwise}${more}${isRefused(record) ? '' : '; it lets nobody outside in'}`;
};

const MOST_ACTIONS = 4;

const forActions = (actions: readonly string[]): string => {
  const all = [...new Set(actions)];
  if (all.length === 0) return '';
  const more = all.length > MOST_ACTIONS ? ` and ${all.length - MOST_ACTIONS} more` : '';
  return `; allowed: ${all.slice(0, MOST_ACTIONS).join(', ')}${more}`;
};
