/** The trust policy of a role, as IAM has it now; remembered for some minutes, because many enter the same role. */
import { GetRoleCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { parseRoleArn, type RoleArn } from '../kernel/arn.ts';
import type { Clock } from '../kernel/clock.ts';

const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 500;

interface Remembered {
  readonly at: number;
  readonly document: string | undefined;
}

/**
 * Answers the document as IAM gives it (URL-encoded JSON); `undefined` when the account this runs in has no such role.
 * Throws what IAM throws.
 */
export const readRoleTrust = (
  iam: IAMClient,
  clock: Clock,
): ((roleArn: string) => Promise<string | undefined>) => {
  const known = new Map<string, Remembered>();
  return async (roleArn) => {
    const now = clock.now().getTime();
    const remembered = known.get(roleArn);
    if (remembered !== undefined && now - remembered.at < REMEMBERED_MS) return remembered.document;
    const role = parseRoleArn(roleArn);
    const document = role === undefined ? undefined : await ask(iam, role);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(roleArn, { at: now, document });
    return document;
  };
};

/** Roles are asked for by name: an answer about another account's role of that name is none. */
const ask = async (iam: IAMClient, wanted: RoleArn): Promise<string | undefined> => {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: wanted.name }));
    const found = parseRoleArn(role?.Arn ?? '');
    return found?.accountId === wanted.accountId && found.name === wanted.name
      ? role?.AssumeRolePolicyDocument
      : undefined;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
};
