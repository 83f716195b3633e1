/** Who may ask: the one place that compares a reader with a route. */
import type { Refusal } from './api-error.ts';
import type { ApiRoute } from './api-route.ts';
import type { ReaderRole } from './contract.ts';
import type { Reader, ReadReader } from './reader.ts';

const RANKS: Readonly<Record<ReaderRole, number>> = { viewer: 0, reviewer: 1, responder: 2 };

/** Whether somebody may do at least what that role may. */
export const isAtLeast = ({ role }: Pick<Reader, 'role'>, least: ReaderRole): boolean =>
  RANKS[role] >= RANKS[least];

const NOBODY: Readonly<Record<Extract<ReadReader, { ok: false }>['error'], Refusal>> = {
  'not-signed-in': { code: 'not-signed-in', message: 'Sign in first: the request carries no valid token.' },
  'no-role': {
    code: 'not-allowed',
    message:
      'You are signed in, and none of your groups means anything here. Needed is viewer, reviewer or responder; or one of them for an owner or client only, such as viewer@acme.',
  },
  'no-account': {
    code: 'not-allowed',
    message:
      'You are signed in, and your groups name owners or clients that the configuration does not have. Whoever keeps rolecall.yml or the groups can tell which.',
  },
};

export const refusalOfNobody = (read: Extract<ReadReader, { ok: false }>): Refusal => NOBODY[read.error];

const groupsFrom = (least: ReaderRole): string =>
  ({ viewer: 'viewer, reviewer or responder', reviewer: 'reviewer or responder', responder: 'responder' })[
    least
  ];

/** `undefined` when the reader may ask. */
export const refusalOf = (
  reader: Reader,
  { role, everything }: Pick<ApiRoute, 'role' | 'everything'>,
): Refusal | undefined => {
  if (!isAtLeast(reader, role)) {
    return {
      code: 'not-allowed',
      message: `This needs the group ${groupsFrom(role)}; you are ${reader.role}.`,
    };
  }
  return everything === true && reader.scope !== undefined
    ? {
        code: 'not-allowed',
        message: 'This is about every account, and you see some of them only. Needed is a group without @.',
      }
    : undefined;
};
