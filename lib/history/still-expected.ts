/** A muted access of which more is known now: what was announced still, or something that people have to be told. */
import { isAnnounced } from '../policy/expected-by.ts';
import { sessionOfRole } from '../policy/session-of-role.ts';
import type { AccessRow } from './access-row.ts';

/**
 * The same row while it is what was announced; else the row as if nothing had announced it, with the route it would have
 * had. Made from the row alone, so that it comes out the same whoever plays its events.
 */
export const stillExpected = (row: AccessRow): AccessRow => {
  const { expected, ...others } = row;
  if (expected === undefined || isStill(row)) return row;
  return { ...others, rang: true, route: { ...row.route, legs: expected.legs ?? [] } };
};

const isStill = ({ expected, access }: AccessRow): boolean =>
  access !== undefined &&
  (expected?.announced === undefined || isAnnounced(expected.announced, access)) &&
  (expected?.session === undefined || expected.session === sessionOfRole(access));

/** Whether an access that nobody was told of has to be told now. */
export const mustRingNow = (before: AccessRow, after: AccessRow): boolean =>
  before.expected !== undefined && after.expected === undefined;
