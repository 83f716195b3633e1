/** What strangers would try against a policy: as everybody it names, with and without everything it asks for. */
import type { PolicyCondition, PolicyDocument } from '../../lib/iam/read-policy.ts';
import { OWN, OWN_ORGANIZATION, OWN_TOO, STRANGER } from './policy-parts.ts';
import type { Attempt } from './simulate.ts';

/** AWS fills these in from who calls and what is called. */
const NOT_CHOSEN =
  /^(aws:(principal(account|arn|isawsservice|orgpaths|orgmasteraccountid|servicename.*)|source(account|arn|owner|orgid|orgpaths)|resource.*)|kms:calleraccount)$/i;

const ANOTHER_STRANGER = '888888888888';

/** Strangers who try the actions, at most with four things that they may bring or leave. */
export const attemptsOf = (policy: PolicyDocument, actions: readonly string[]): readonly Attempt[] => {
  const contexts = contextsOf(policy);
  return [...new Set([...strangersIn(policy)])].flatMap((principal) =>
    actions.flatMap((action) =>
      contexts.map((context) => ({ principal, action, resource: resourceIn(policy), context })),
    ),
  );
};

export const isS3 = (policy: PolicyDocument): boolean => resourceIn(policy).startsWith('arn:aws:s3');

const resourceIn = ({ statements }: PolicyDocument): string => {
  const resource = statements
    .flatMap(({ resources }) => resources)
    .find((arn) => arn.startsWith('arn:aws:s3'));
  return resource?.replaceAll('*', 'x') ?? `arn:aws:iam::${OWN}:role/prod`;
};

const strangersIn = (policy: PolicyDocument): readonly string[] => {
  const text = JSON.stringify(policy);
  const named =
    text.match(
      /arn:[\w*-]*:(iam|sts)::(\d{12}|\*):(role|user|assumed-role|federated-user)\/[\w+=,.@/*-]+/g,
    ) ?? [];
  const accounts = [STRANGER, ANOTHER_STRANGER, ...(text.match(/\b\d{12}\b/g) ?? []), ...begun(text)];
  return [
    ...named.flatMap((arn) => [arn, arn.replace('::*:', `::${STRANGER}:`)]),
    // A path may hold nearly anything, the rest of a pattern too.
    ...named.map((arn) => `arn:aws:iam::${STRANGER}:role/a${arn.slice(arn.indexOf('*') + 1)}`),
    ...accounts.flatMap((id) => [`arn:aws:iam::${id}:role/stranger`, `arn:aws:iam::${id}:user/stranger`]),
  ]
    .map((arn) => arn.replace('arn:*:', 'arn:aws:').replaceAll('*', 'x'))
    .filter((arn) => ![OWN, OWN_TOO].includes(arn.split(':')[4] ?? ''));
};

/** Accounts that begin as the policy says: `1111*`. */
const begun = (text: string): readonly string[] =>
  (text.match(/"\d{1,11}\*"/g) ?? []).map((pattern) => pattern.slice(1, -2).padEnd(12, '9'));

const contextsOf = (policy: PolicyDocument): readonly Attempt['context'][] => {
  const brought = new Map<string, string>();
  for (const condition of policy.statements.flatMap(({ conditions }) => conditions)) {
    const value = valueFor(condition);
    if (value !== undefined) brought.set(condition.key, value);
  }
  return [...brought]
    .slice(0, 4)
    .reduce<Attempt['context'][]>(
      (contexts, [key, value]) => contexts.flatMap((context) => [context, { ...context, [key]: value }]),
      [{}],
    );
};

/** A value that fits the condition, where the caller has a say in it. */
const valueFor = ({ key, values }: PolicyCondition): string | undefined => {
  const [first = 'x'] = values;
  if (key === '' || NOT_CHOSEN.test(key)) return undefined;
  if (/(multifactorauthpresent|securetransport|viaawsservice)$/i.test(key)) return 'true';
  if (/multifactorauthage$/i.test(key)) return '10';
  if (/sourceip$/i.test(key))
    return first.split('/')[0]?.replace('0.0.0.0', '198.51.100.7').replace(/^::$/, '2001:db8::1');
  if (/currenttime$/i.test(key)) return '2026-11-22T00:00:00Z';
  const value = first.includes('${') ? 'o-strangers0' : first.replaceAll(/[*?]/g, 'x');
  // One may be in any organisation but ours.
  return /principalorgid$/i.test(key) && value === OWN_ORGANIZATION ? 'o-strangers0' : value;
};
