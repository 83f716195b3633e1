/**
 * What leaves with an export: the same columns in every flat format, in this order, under names that do not change. Texts are
 * kept as they were recorded, without control characters; nothing here is a secret, because the history holds none.
 */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import { cardOf } from '../history/card-of.ts';
import { oneLine } from '../kernel/one-line.ts';
import { accountName, findParty } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

export type Value = string | number | boolean | readonly string[] | undefined;

export interface Column {
  readonly name: string;
  /** For the description of the table, one line. */
  readonly means: string;
  readonly of: (kept: AccessDetail, policy: Policy) => Value;
}

/** Longest text of a cell. A spreadsheet takes 32,767 characters. */
const MOST_CHARACTERS = 2_000;

const text = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : oneLine(value, MOST_CHARACTERS);

const happeningOf = ({ row }: AccessDetail) => row.access ?? row.door;

const isThere = ({ state }: Delivery): boolean => state === 'sent' || state === 'digested';

const destinations = (
  deliveries: readonly Delivery[],
  has: (delivery: Delivery) => boolean,
): readonly string[] => [...new Set(deliveries.filter(has).map(({ destinationId }) => destinationId))].sort();

/** Of first notices and fallbacks: a later word changes nothing about who knows. */
const isNotice = ({ part }: Delivery): boolean => part === undefined || part.startsWith('instead-of-');

const told = ({ deliveries }: AccessDetail): readonly string[] =>
  destinations(deliveries, (delivery) => isNotice(delivery) && isThere(delivery));

const notTold = (kept: AccessDetail): readonly string[] => {
  const reached = told(kept);
  return destinations(kept.deliveries, isNotice).filter((id) => !reached.includes(id));
};

export const COLUMNS: readonly Column[] = [
  { name: 'time', means: 'When it happened, ISO 8601, UTC', of: ({ row }) => row.time },
  {
    name: 'person',
    means: 'The best name there is for who it was',
    of: ({ row }) => text(cardOf(row)?.person),
  },
  {
    name: 'certainty',
    means: 'asserted, resolved, claimed or unknown: how we know the person',
    of: ({ row }) => cardOf(row)?.certainty,
  },
  { name: 'caller_type', means: 'What the caller is', of: (kept) => happeningOf(kept)?.caller.type },
  {
    name: 'caller_arn',
    means: 'ARN of the caller, where recorded',
    of: (kept) => text(happeningOf(kept)?.caller.arn),
  },
  {
    name: 'caller_principal_id',
    means: 'Unique id of the caller, where recorded',
    of: (kept) => text(happeningOf(kept)?.caller.principalId),
  },
  {
    name: 'caller_account_id',
    means: 'Home of the caller',
    of: (kept) => happeningOf(kept)?.caller.accountId,
  },
  {
    name: 'caller_account_name',
    means: 'Name of that account',
    of: (kept, policy) =>
      text(kept.row.access?.callerAccountName ?? accountName(policy, happeningOf(kept)?.caller.accountId)),
  },
  {
    name: 'role',
    means: 'The role in plain words, or what a door is about',
    of: ({ row }) => text(cardOf(row)?.role),
  },
  {
    name: 'role_arn',
    means: 'ARN of the role that was entered',
    of: ({ row }) => text(row.access?.role?.arn),
  },
  { name: 'account_id', means: 'The account that was entered', of: ({ row }) => row.accountId },
  { name: 'account_name', means: 'Name of that account', of: ({ row }) => text(row.accountName) },
  { name: 'kind', means: 'access, door or unreadable', of: ({ row }) => cardOf(row)?.kind },
  { name: 'entry', means: 'How it was entered, or which door it was', of: ({ row }) => cardOf(row)?.entry },
  { name: 'outcome', means: 'success, denied, failed or unreadable', of: ({ row }) => cardOf(row)?.outcome },
  {
    name: 'error_code',
    means: 'Error code of AWS, when refused',
    of: ({ row }) => text(row.access?.errorCode),
  },
  {
    name: 'explanation',
    means: 'What a door did, as a sentence',
    of: ({ row }) => text(row.door?.explanation),
  },
  {
    name: 'session_name',
    means: 'Name of the session, chosen by the caller',
    of: ({ row }) => text(row.access?.session.name),
  },
  {
    name: 'source_identity',
    means: 'Source identity, where set',
    of: ({ row }) => text(row.access?.session.sourceIdentity),
  },
  {
    name: 'session_expires',
    means: 'End of the session, ISO 8601',
    of: ({ row }) => row.access?.session.expires,
  },
  { name: 'mfa', means: 'yes, no or not-recorded', of: (kept) => happeningOf(kept)?.mfa },
  {
    name: 'origin',
    means: 'IP address, or the part of AWS that called',
    of: (kept) => text(happeningOf(kept)?.origin.text),
  },
  {
    name: 'user_agent',
    means: 'Program, as it calls itself',
    of: (kept) => text(happeningOf(kept)?.origin.userAgent),
  },
  { name: 'region', means: 'Region that recorded it', of: (kept) => happeningOf(kept)?.recorded.region },
  {
    name: 'observations',
    means: 'Codes of what is worth a second look',
    of: ({ row }) => cardOf(row)?.observations,
  },
  { name: 'state', means: 'Where the review stands', of: ({ row }) => cardOf(row)?.state },
  { name: 'reviewed_by', means: 'Who acted last', of: ({ row }) => text(row.review?.by.name) },
  { name: 'reviewed_at', means: 'When, ISO 8601', of: ({ row }) => row.review?.at },
  { name: 'reason', means: 'The reason that was chosen', of: ({ row }) => row.review?.reason },
  { name: 'ticket', means: 'Ticket that explains it', of: ({ row }) => text(row.review?.ticket) },
  { name: 'note', means: 'The last note', of: ({ row }) => text(row.review?.note) },
  { name: 'assignee', means: 'Who looks into it', of: ({ row }) => text(row.review?.assignee) },
  {
    name: 'exception_id',
    means: 'The exception that announced it',
    of: ({ row }) => row.expected?.exceptionId,
  },
  { name: 'told', means: 'Destinations that have the notice', of: told },
  { name: 'not_told', means: 'Destinations that do not have it', of: notTold },
  {
    name: 'owner',
    means: 'Who answers for it',
    of: ({ row }, policy) => nameOf(policy.owners, row.route.owner),
  },
  { name: 'client', means: 'Whose it is', of: ({ row }, policy) => nameOf(policy.clients, row.route.client) },
  {
    name: 'found_by',
    means: 'event, or sweep when EventBridge did not bring it',
    of: ({ row }) => row.foundBy,
  },
  { name: 'recorded_at', means: 'When it was written down, ISO 8601', of: ({ row }) => row.recordedAt },
  {
    name: 'grouped_with',
    means: 'The access whose notice stands for this one',
    of: ({ row }) => row.groupedWith,
  },
  { name: 'access_id', means: 'Id in the history', of: ({ row }) => row.accessId },
  { name: 'event_id', means: 'Event id in CloudTrail', of: (kept) => happeningOf(kept)?.eventId },
  { name: 'policy_hash', means: 'Hash of the configuration that decided', of: ({ row }) => row.policyHash },
];

const nameOf = (parties: Policy['owners'], id: string | undefined): string | undefined =>
  id === undefined ? undefined : (findParty(parties, id)?.name ?? id);

export const COLUMN_NAMES: readonly string[] = COLUMNS.map(({ name }) => name);

/** The columns of these names, in the order of the names; all of them without any. Names that are none come back. */
export const chooseColumns = (
  names: readonly string[],
): { readonly columns: readonly Column[]; readonly unknown: readonly string[] } => {
  if (names.length === 0) return { columns: COLUMNS, unknown: [] };
  const found = [...new Set(names)].map((name) => ({
    name,
    column: COLUMNS.find((one) => one.name === name),
  }));
  return {
    columns: found.flatMap(({ column }) => column ?? []),
    unknown: found.flatMap(({ name, column }) => (column === undefined ? [name] : [])),
  };
};
