/** Openings in words. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { oneLine } from '../kernel/one-line.ts';
import { THROUGH_SERVICE } from './admitted.ts';
import { issuerName, issuerOf } from './issuers.ts';
import { isForEverybody } from './merge-openings.ts';
import type { Opening } from './opening.ts';

export interface Named {
  readonly accountName: (accountId: string) => string | undefined;
}

const LONGEST_NAME = 100;
const LONGEST_CLAUSE = 160;
/** Where there are too many openings, the last says how many more: "2456 more". */
const REST = /^(\d+) more$/;

/** "account 999999999999, without external ID; everybody at GitHub": at most `most` of them, then "and 3 more". */
export const explainOpenings = (openings: readonly Opening[], named: Named, most = 5): string => {
  const shown = openings.slice(0, most).map((opening) => explainOpening(opening, named));
  const hidden = openings.slice(most).map(({ principal }) => Number(REST.exec(principal)?.[1] ?? 1));
  const more = hidden.reduce((sum, count) => sum + count, 0);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
};

/** One of them, in one line. */
export const explainOpening = (opening: Opening, named: Named): string => {
  const clauses = [...opening.onlyIf, ...opening.without].filter((clause) => !isSaid(opening, clause));
  return [nameOf(opening, named), ...clauses.map((clause) => oneLine(clause, LONGEST_CLAUSE))].join(', ');
};

/** "everybody at GitHub" says already that it is for every repository. */
const isSaid = (opening: Opening, clause: string): boolean =>
  nameOf(opening, NAMELESS).startsWith('everybody at ') && /^for every \w+$/.test(clause);

const NAMELESS: Named = { accountName: () => undefined };

/** Whoever it is, without conditions. */
export const nameOf = (opening: Opening, named: Named): string => {
  const { kind, principal, accountId } = opening;
  const text = oneLine(principal, LONGEST_NAME);
  if (kind === 'everyone') return 'everybody';
  if (kind === 'everyone-but') return `everybody but ${text}`;
  if (kind === 'account') return accountId === undefined ? 'its own account' : accountOf(accountId, named);
  if (kind === 'role' || kind === 'user' || kind === 'session')
    return `${partOf(opening)} of ${accountId === undefined ? 'an unknown account' : accountOf(accountId, named)}`;
  if (kind === 'deleted-principal') return `the deleted principal ${text}`;
  if (kind === 'canonical-user') return `the canonical user ${text.slice(0, 8)}…${text.slice(-8)}`;
  if (kind === 'federated') return providerOf(opening, named);
  if (kind === 'service') return text === '*' ? 'services of AWS' : `the AWS service ${text}`;
  if (kind === 'organization')
    return text.startsWith('${') ? 'its own organization' : `everybody in organization ${text}`;
  return strangerIn(text, opening);
};

const strangerIn = (text: string, { onlyIf }: Opening): string => {
  if (REST.test(text)) return text;
  if (onlyIf.includes(THROUGH_SERVICE)) return `the source ${text}`;
  return /^A[A-Z]{3}[A-Z0-9]{8,}/.test(text)
    ? `the principal ${text}`
    : `somebody who could not be understood ("${text}")`;
};

const accountOf = (accountId: string, { accountName }: Named): string => {
  const name = accountName(accountId);
  return name === undefined ? `account ${accountId}` : `account ${accountId} (${oneLine(name, 60)})`;
};

/** `arn:aws:iam::111122223333:role/a/path/admin` -> "role a/path/admin". */
const partOf = ({ principal, kind }: Opening): string => {
  const session = parseAssumedRoleArn(principal);
  if (session !== undefined)
    return `session ${oneLine(session.sessionName, 64)} of role ${oneLine(session.roleName, 64)}`;
  const resource = parseArn(principal)?.resource ?? principal;
  const name = resource.slice(resource.indexOf('/') + 1);
  return `${resource.startsWith('federated-user/') ? 'federated user' : kind} ${oneLine(name, LONGEST_NAME)}`;
};

const providerOf = (opening: Opening, named: Named): string => {
  const { principal, accountId, outside } = opening;
  const issuer = issuerOf(principal);
  const name = issuerName(issuer);
  if (name !== undefined) return outside && isForEverybody(opening) ? `everybody at ${name}` : name;
  const saml = principal.split(':saml-provider/')[1];
  const own = !outside || accountId === undefined ? '' : ` of ${accountOf(accountId, named)}`;
  return saml === undefined
    ? `the identity provider ${oneLine(issuer, LONGEST_NAME)}${own}`
    : `the SAML provider ${oneLine(saml, LONGEST_NAME)}${own}`;
};
