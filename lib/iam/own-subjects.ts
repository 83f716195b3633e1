/** Which subjects of web identities are ours: at most issuers anybody can have an account. */
import { liesWithin } from './glob.ts';
import type { Ours } from './ours.ts';

type Known = Pick<Ours, 'ownSubjects'>;

/** Whether every subject that a condition's value matches is one of ours. The ids GitHub adds to names only narrow it. */
export const isOwnSubject = (value: string, { ownSubjects = [] }: Known): boolean => {
  const named = value.replaceAll(/@\d+(?=[/:]|$)/g, '');
  return ownSubjects.some((own) => liesWithin(value, own) || liesWithin(named, own));
};

/** A person, a pool: exactly one that is listed with its issuer, `accounts.google.com:1102`. */
export const isOwnIdentity = (issuer: string, id: string, { ownSubjects = [] }: Known): boolean =>
  ownSubjects.includes(`${issuer}:${id}`);
