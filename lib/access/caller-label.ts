/** How the weightiest piece of evidence is said in a line of text. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import type { CallerType, Evidence } from './caller.ts';
import { cutText } from './cut-text.ts';
import { onBehalf } from './delegation.ts';
import { EC2_DELIVERY, ISSUED_TO, ISSUER } from './role-caller.ts';
import { serviceLabel } from './service-label.ts';
import { subjectLabel, withIssuer } from './subject-label.ts';

/** A label stands in subjects and table cells; subjects of identity providers have no limit of their own. */
const LONGEST_LABEL = 200;

export interface Known {
  readonly record: JsonObject;
  readonly evidence: readonly Evidence[];
}

/** The label for a piece of evidence that names somebody. */
export const labelOf = (best: Evidence, type: CallerType, known: Known): string =>
  withProvider(wordsOf(best, type, known.record), known.evidence);

/** Whoever the call was delegated to is told behind every name, however long that is. */
const withProvider = (name: string, evidence: readonly Evidence[]): string => {
  const provider = onBehalf(evidence);
  return `${cutText(name, LONGEST_LABEL - provider.length)}${provider}`;
};

const wordsOf = (best: Evidence, type: CallerType, record: JsonObject): string => {
  if (type === 'aws-service') return serviceLabel(best.value, record);
  if (type === 'certificate') return `Certificate ${best.value.replace(/^CN=/, '')}`;
  switch (best.source) {
    case 'sourceIdentity':
      return type === 'web-identity' ? withIssuer(best.value, record) : best.value;
    case 'userIdentity.userName':
      return type === 'web-identity' ? subjectLabel(best.value, record) : best.value;
    case 'userIdentity.onBehalfOf.userId':
      return `Identity Center user ${best.value}`;
    case 'userIdentity.sessionContext.sessionIssuer.userName':
      return federatedLabel(best.value, record);
    case ISSUED_TO:
      return resourceLabel(best.value);
    case EC2_DELIVERY:
      return `EC2 instance ${best.value}${inRole(record)}`;
    case ISSUER:
      return `Service-linked role ${best.value}`;
    default:
      return best.value;
  }
};

const federatedLabel = (user: string, record: JsonObject): string => {
  const name = parseArn(textAt(record, 'userIdentity', 'arn') ?? '')?.resource.split('/')[1];
  return name === undefined ? user : `${user}, by a federation token for ${name}`;
};

/** `arn:aws:lambda:...:function:nightly-report` -> `Lambda function nightly-report`. */
const resourceLabel = (arn: string): string => {
  const parsed = parseArn(arn);
  if (parsed === undefined) return arn;
  const name = parsed.resource.split(/[/:]/).slice(1).join('/');
  const kind = KINDS.get(parsed.service) ?? parsed.service;
  return name === '' ? arn : `${kind} ${name}`;
};

const KINDS: ReadonlyMap<string, string> = new Map([
  ['lambda', 'Lambda function'],
  ['ec2', 'EC2 instance'],
  ['ecs', 'ECS task'],
]);

const inRole = (record: JsonObject): string => {
  const session = parseAssumedRoleArn(textAt(record, 'userIdentity', 'arn') ?? '');
  return session === undefined ? '' : ` in role ${session.roleName}`;
};

/** Nothing names anybody: say what is known instead. */
export const namelessLabel = (type: CallerType, { record, evidence }: Known): string =>
  withProvider(knownOf(record, type), evidence);

const knownOf = (record: JsonObject, type: CallerType): string => {
  const identity = at(record, 'userIdentity');
  const serial = textAt(record, 'requestParameters', 'roleSessionName');
  if (type === 'certificate' && serial !== undefined) return `certificate with serial number ${serial}`;
  const session = type === 'role-session' ? parseAssumedRoleArn(textAt(identity, 'arn') ?? '') : undefined;
  if (session !== undefined) return `role ${session.roleName}, session ${session.sessionName}`;
  const principal = textAt(identity, 'principalId')?.split(':')[0];
  const account = textAt(identity, 'accountId');
  const home = account === undefined ? '' : ` of account ${account}`;
  if (principal === undefined || principal === '') {
    return account === undefined ? 'somebody the record does not name' : `somebody${home}`;
  }
  if (principal.startsWith('AIDA')) return `IAM user ${principal}${home}`;
  const inRoleSession = type === 'role-session' || principal.startsWith('AROA');
  return `${inRoleSession ? 'role session' : 'principal'} ${principal}${home}`;
};
