/** Remembers whom a principal id of another account stands for, once a record has told it. */
import type { Caller } from '../access/caller.ts';
import type { Aliases } from '../history/aliases.ts';
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneLine } from '../kernel/one-line.ts';

/** How a name was learned from a console switch. */
export const BY_SWITCH = 'by the console’s SwitchRole record';

export interface LearnEffects {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly aliases?: Aliases;
}

/**
 * `arn` is who AWS says it was. Learned of callers of other accounts only, whose ids nobody can look up here, and only
 * from a name of the caller's own account: it is believed from then on. The name is for later notices: that it cannot be
 * kept is no reason to fail.
 */
export const learnAlias = async (
  { clock, logger, aliases }: LearnEffects,
  caller: Caller,
  arn: string | undefined,
  how: string,
): Promise<void> => {
  const principalId = principalStem(caller.principalId);
  const name = nameIn(arn);
  if (aliases === undefined || principalId === undefined || name === undefined) return;
  if (parseArn(arn ?? '')?.accountId !== caller.accountId) return;
  try {
    await aliases.learn({ principalId, name, how, learnedAt: clock.now().toISOString() });
  } catch (cause) {
    logger.error('alias-not-learned', { principalId }, cause);
  }
};

/** `AROA...:session` -> `AROA...`; `undefined` for ids that stand for nobody lasting. */
export const principalStem = (principalId: string | undefined): string | undefined => {
  const [stem = ''] = (principalId ?? '').split(':');
  return /^A(?:IDA|ROA)[A-Z0-9]{8,124}$/.test(stem) ? stem : undefined;
};

/** Of a user its name; of a session the role's, because whoever uses that may be another one next time. */
const nameIn = (arn: string | undefined): string | undefined => {
  const session = parseAssumedRoleArn(arn ?? '');
  if (session !== undefined) return oneLine(`role ${session.roleName}`, 100);
  const resource = parseArn(arn ?? '')?.resource;
  return resource?.startsWith('user/') === true
    ? oneLine(resource.slice(resource.lastIndexOf('/') + 1), 100)
    : undefined;
};
