/** Policies of our own resources: what no deploy of ours writes into them, because it would shut Rolecall out. */
import { type PolicyDocument, type PolicyStatement, readPolicy } from '../../iam/read-policy.ts';
import type { DoorContext } from './door-context.ts';
import { ownershipOf } from './own-stack.ts';
import { textsIn } from './seek.ts';

/** Whether a document denies more than ours do, or lets in none of the services that must come in. */
export const shutsOut = (document: unknown, needs: readonly string[], context: DoorContext): boolean => {
  if (document === undefined) return false;
  const policy = readPolicy(document);
  if (!policy.ok) return true;
  return deniesMore(policy.value, context) || needs.some((service) => !letsIn(policy.value, service));
};

const deniesMore = ({ statements }: PolicyDocument, context: DoorContext): boolean =>
  statements.some(
    (statement) =>
      statement.effect === 'Deny' && !isPlainText(statement) && !isOtherRules(statement, context),
  );

/** The denial of whatever is sent unencrypted. */
const isPlainText = ({ conditions }: PolicyStatement): boolean =>
  conditions.some(
    ({ operator, key, values }) =>
      operator === 'Bool' &&
      key.toLowerCase() === 'aws:securetransport' &&
      values.length > 0 &&
      values.every((value) => value === 'false'),
  );

/** The denial of all rules but ours (infra/topics.cjs), where AWS tells which rule it is. */
const isOtherRules = ({ conditions }: PolicyStatement, context: DoorContext): boolean => {
  const about = (operator: string) =>
    conditions.find((one) => one.operator === operator && one.key.toLowerCase() === 'aws:sourcearn')
      ?.values ?? [];
  const spared = about('ArnNotEquals');
  return (
    about('Null').join() === 'false' &&
    spared.length > 0 &&
    spared.every((arn) => ownershipOf(arn, context) === 'ours')
  );
};

const letsIn = ({ statements }: PolicyDocument, service: string): boolean =>
  statements.some(
    ({ effect, principal }) => effect === 'Allow' && textsIn(principal).some((text) => text === service),
  );
