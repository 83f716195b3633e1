/** How the weightiest piece of evidence is said in a line of text. */
import { parseAssumedRoleArn } from '../kernel/arn.ts';
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import type { CallerType, Evidence } from './caller.ts';

/** A label stands in subjects and table cells; subjects of identity providers have no limit of their own. */
const LONGEST_LABEL = 200;

/** The label for a piece of evidence that names somebody. */
export const labelOf = (best: Evidence, type: CallerType, record: JsonObject): string =>
  cut(wordsOf(best, type, record));

const wordsOf = (best: Evidence, type: CallerType, record: JsonObject): string => {
  if (type === 'aws-service') return serviceLabel(best.value, record);
  if (type === 'web-identity' && best.source === 'userIdentity.userName')
    return subjectLabel(best.value, record);
  if (best.source === 'userIdentity.invokedByDelegate.accountId')
    return `account ${best.value}, by delegation`;
  return best.value;
};

const cut = (text: string): string =>
  text.length <= LONGEST_LABEL
    ? text
    : `${Array.from(text)
        .slice(0, LONGEST_LABEL - 1)
        .join('')}…`;

const SERVICES: ReadonlyMap<string, string> = new Map([
  ['lambda', 'AWS Lambda'],
  ['ec2', 'Amazon EC2'],
  ['pods.eks', 'Amazon EKS pod'],
  ['ecs-tasks', 'Amazon ECS task'],
  ['config', 'AWS Config'],
  ['cloudtrail', 'AWS CloudTrail'],
  ['autoscaling', 'EC2 Auto Scaling'],
  ['elasticmapreduce', 'Amazon EMR'],
  ['cloudformation', 'AWS CloudFormation'],
  ['codebuild', 'AWS CodeBuild'],
  ['appsync', 'AWS AppSync'],
  ['rds', 'Amazon RDS'],
  ['rolesanywhere', 'IAM Roles Anywhere'],
]);

/**
 * `lambda.amazonaws.com` -> `AWS Lambda (lambda.amazonaws.com)` for the services people meet most, with the instance
 * or pod where the service itself wrote it into the request.
 */
const serviceLabel = (host: string, record: JsonObject): string => {
  const service = host.split('.amazonaws.com')[0] ?? '';
  const known = SERVICES.get(service);
  if (known === undefined) return host;
  const session = textAt(record, 'requestParameters', 'roleSessionName') ?? '';
  if (service === 'ec2' && /^i-[0-9a-f]{8,17}$/.test(session)) return `${known} instance ${session}`;
  const pod = service === 'pods.eks' ? podName(record) : undefined;
  return pod === undefined ? `${known} (${host})` : `${known} ${pod}`;
};

/** EKS Pod Identity tags the session itself. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
const podName = (record: JsonObject): string | undefined => {
  const tags = at(record, 'requestParameters', 'tags');
  if (!Array.isArray(tags)) return undefined;
  const valueOf = (name: string): string | undefined =>
    textAt(
      tags.find((tag) => textAt(tag, 'key') === name),
      'value',
    );
  const pod = valueOf('kubernetes-pod-name');
  const cluster = valueOf('eks-cluster-name');
  if (pod === undefined) return undefined;
  return `${valueOf('kubernetes-namespace') ?? '?'}/${pod}${cluster === undefined ? '' : ` in ${cluster}`}`;
};

/** `repo:owner/name:ref:refs/heads/main` -> `GitHub Actions, owner/name (ref:refs/heads/main)`. */
const subjectLabel = (subject: string, record: JsonObject): string => {
  const [kind, repository, ...rest] = subject.split(':');
  if (kind === 'repo' && repository && isGitHub(record)) {
    return `GitHub Actions, ${repository}${rest.length === 0 ? '' : ` (${rest.join(':')})`}`;
  }
  if (subject.startsWith('system:serviceaccount:')) {
    return `Kubernetes service account ${subject.slice('system:serviceaccount:'.length).replace(':', '/')}`;
  }
  return subject;
};

/** Any provider may hand out a subject that looks like GitHub's. An enterprise has a path after the host. */
const isGitHub = (record: JsonObject): boolean =>
  /(^|:oidc-provider\/)token\.actions\.githubusercontent\.com(\/|$)/.test(
    textAt(record, 'userIdentity', 'identityProvider') ?? '',
  );

/** Nothing names anybody: say what is known instead. */
export const namelessLabel = (record: JsonObject, type: CallerType): string => cut(knownOf(record, type));

const knownOf = (record: JsonObject, type: CallerType): string => {
  const identity = at(record, 'userIdentity');
  const session = type === 'role-session' ? parseAssumedRoleArn(textAt(identity, 'arn') ?? '') : undefined;
  if (session !== undefined) return `role ${session.roleName}, session ${session.sessionName}`;
  const principal = textAt(identity, 'principalId')?.split(':')[0];
  const account = textAt(identity, 'accountId');
  const home = account === undefined ? '' : ` of account ${account}`;
  if (principal === undefined || principal === '') {
    return account === undefined ? 'somebody the record does not name' : `somebody${home}`;
  }
  if (principal.startsWith('AIDA')) return `IAM user ${principal}${home}`;
  const inRole = type === 'role-session' || principal.startsWith('AROA');
  return `${inRole ? 'role session' : 'principal'} ${principal}${home}`;
};
