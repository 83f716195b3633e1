/** The principals of a statement, in every form AWS knows. */
import { isAccountId, parseArn } from '../kernel/arn.ts';
import { isObject } from '../kernel/json.ts';
import { hasWildcard } from './glob.ts';
import { isBuiltIn } from './issuers.ts';
import type { OpeningKind } from './opening.ts';
import type { Ours } from './ours.ts';
import { flatten, textOf } from './read-policy.ts';
import { distinct, type Who } from './who.ts';

const SERVICE =
  /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.(amazonaws\.com(\.cn)?|amazonaws\.eu|amazon\.com|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/i;
/** Groups of an ACL; the second is whoever has an account with AWS. */
const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;
const CANONICAL = /^[0-9a-f]{64}$/i;
/** A user, a role, a group of credentials that is gone: IAM shows its id where its ARN was. */
const UNIQUE_ID = /^(AIDA|AROA|AGPA|ANPA|ASCA|APKA|ANVA|AIPA)[A-Z0-9]{8,}$/;

/**
 * Everybody named in a `Principal` (or `NotPrincipal`) element. An empty list names nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const principalsIn = (element: unknown, ours: Ours): readonly Who[] =>
  distinct(flatten(element).flatMap((item) => whosIn(item, ours)));

const whosIn = (item: unknown, ours: Ours): readonly Who[] => {
  if (!isObject(item)) return [readAwsPrincipal(nameIn(item), ours)];
  return Object.entries(item).flatMap(([type, names]) =>
    flatten(names).map((name) => readTyped(type.toLowerCase(), nameIn(name), ours)),
  );
};

/** Longer than any ARN of IAM: a path may have 512 characters. */
const LONGEST_NAME = 700;

const nameIn = (value: unknown): string => textOf(value).slice(0, LONGEST_NAME);

const readTyped = (type: string, name: string, ours: Ours): Who => {
  if (type === 'aws') return readAwsPrincipal(name, ours);
  if (type === 'service') return readService(name);
  if (type === 'federated') return readFederated(name, ours);
  if (type === 'canonicaluser') return readCanonicalUser(name, ours);
  return unclear(`${type.slice(0, 40)}: ${name}`);
};

/**
 * Whoever is named by a text alone, as in grants, shares and `lambda:AddPermission`: an account, an ARN, a service's host, a
 * canonical id, an organisation, a group of an ACL, `*`.
 */
export const readGrantee = (text: string, ours: Ours): Who => {
  if (SERVICE.test(text)) return readService(text);
  if (EVERYBODY.test(text)) return { kind: 'everyone', principal: '*', outside: true };
  if (CANONICAL.test(text)) return readCanonicalUser(text, ours);
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return organization(text, text, ours);
  return readAwsPrincipal(text, ours);
};

const readAwsPrincipal = (text: string, ours: Ours): Who => {
  if (text === '*') return { kind: 'everyone', principal: text, outside: true };
  // Old policies of SQS write 1111-2222-3333.
  const digits = text.replaceAll('-', '');
  if (isAccountId(digits)) return inAccount('account', text, digits, ours);
  if (UNIQUE_ID.test(text)) return { kind: 'deleted-principal', principal: text, outside: true };
  return readArn(text, ours) ?? unclear(text);
};

/** An ARN; `undefined` when the text is none. The account must be written out to count. */
export const readArn = (text: string, ours: Ours): Who | undefined => {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const kind = kindOf(arn.service, arn.resource);
  if (kind === 'organization')
    return organization(text, arn.resource.split('/')[1] ?? '', ours, arn.accountId);
  if (!isAccountId(arn.accountId))
    return { kind: kind === 'account' ? 'unclear' : kind, principal: text, outside: true };
  return inAccount(kind, text, arn.accountId, ours);
};

const kindOf = (service: string, resource: string): OpeningKind => {
  if (service === 'iam' && resource === 'root') return 'account';
  if (service === 'organizations') return 'organization';
  const [type = ''] = resource.split('/');
  if (service === 'iam' && type === 'role') return 'role';
  if (service === 'iam' && type === 'user') return 'user';
  if (service === 'iam' && (type === 'saml-provider' || type === 'oidc-provider')) return 'federated';
  if (service === 'sts' && (type === 'assumed-role' || type === 'federated-user')) return 'session';
  return 'unclear';
};

const readService = (name: string): Who => {
  // `*` would be each service of AWS, on behalf of whomever.
  if (!SERVICE.test(name)) return unclear(name);
  return { kind: 'service', principal: name, outside: false };
};

/** A provider's ARN, or the host of one of the providers AWS knows by itself (Cognito, Google, Amazon, Facebook). */
const readFederated = (name: string, ours: Ours): Who => {
  const accountId = parseArn(name)?.accountId ?? '';
  if (isAccountId(accountId)) return inAccount('federated', name, accountId, ours);
  // Whom a built-in one lets in depends on what is demanded of its tokens.
  return { kind: 'federated', principal: name, outside: !isBuiltIn(name) };
};

const readCanonicalUser = (id: string, ours: Ours): Who =>
  CANONICAL.test(id)
    ? { kind: 'canonical-user', principal: id, outside: ours.ownCanonicalIds?.has(id) !== true }
    : unclear(id);

/** An organisation is ours when it is known to be, or when one of our accounts manages it. */
export const organization = (principal: string, id: string, ours: Ours, manager = ''): Who => {
  const own = ours.ownOrganizationIds?.has(id) === true || ours.ownAccountIds.has(manager);
  return { kind: 'organization', principal, outside: !own };
};

export const inAccount = (kind: OpeningKind, principal: string, accountId: string, ours: Ours): Who => ({
  kind,
  principal,
  accountId,
  outside: !ours.ownAccountIds.has(accountId),
});

export const unclear = (principal: string): Who => ({ kind: 'unclear', principal, outside: true });

/** An ARN pattern of a condition: whose account is surely meant. */
export const readArnPattern = (pattern: string, ours: Ours, acrossColons: boolean): Who => {
  const who = readArn(pattern, ours);
  if (who === undefined) return unclear(pattern);
  // `StringLike` lets `*` run over colons: `arn:*:iam::111122223333:role/x` matches a role of any account whose path holds that.
  const head = pattern.split(':').slice(0, 5).join(':');
  if (!acrossColons || !hasWildcard(head)) return who;
  return { kind: who.kind === 'account' ? 'unclear' : who.kind, principal: pattern, outside: true };
};
