/** Does a resource's policy let a service of AWS in? Only as much of IAM's language as our own policies use; the rest is a no. */
import type { PolicyCondition, PolicyDocument, PolicyStatement } from '../../iam/read-policy.ts';
import { listAt, textAt } from '../../kernel/json.ts';

export interface ServiceCall {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** What the service says about the caller; a condition on anything else is not met. */
  readonly context: Readonly<Record<string, string>>;
}

/** True when a statement allows the call and none denies it. */
export const letsService = ({ statements }: PolicyDocument, call: ServiceCall): boolean =>
  statements.some((statement) => statement.effect === 'Allow' && applies(statement, call)) &&
  !statements.some((statement) => statement.effect === 'Deny' && applies(statement, call));

const applies = (statement: PolicyStatement, { service, action, context }: ServiceCall): boolean =>
  namesService(statement.principal, service) &&
  statement.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
  statement.conditions.every((condition) => isMet(condition, context));

const namesService = (principal: unknown, service: string): boolean =>
  principal === '*' ||
  [textAt(principal, 'AWS'), ...listAt(principal, 'AWS')].includes('*') ||
  [textAt(principal, 'Service'), ...listAt(principal, 'Service')].includes(service);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const isMet = (
  { operator, key, values }: PolicyCondition,
  context: Readonly<Record<string, string>>,
): boolean => {
  // AWS's services speak TLS.
  const given = { 'aws:securetransport': 'true', ...context }[key.toLowerCase()];
  const wanted = operator.toLowerCase();
  if (given === undefined) return wanted.endsWith('ifexists');
  switch (wanted.replace(/ifexists$/, '')) {
    case 'stringequals':
    case 'bool':
      return values.includes(given);
    case 'arnequals':
    case 'arnlike':
    case 'stringlike':
      return values.some((pattern) => matches(pattern, given));
    case 'stringequalsignorecase':
      return values.some((value) => value.toLowerCase() === given.toLowerCase());
    default:
      return false;
  }
};

/** `*` stands for any text, `?` for one character. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);
