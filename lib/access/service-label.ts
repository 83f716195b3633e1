/** The AWS service that took a role, with the thing of ours it took it for. */
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import { serviceOfHost } from '../kernel/partition.ts';

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
  ['codepipeline', 'AWS CodePipeline'],
  ['appsync', 'AWS AppSync'],
  ['rds', 'Amazon RDS'],
  ['rolesanywhere', 'IAM Roles Anywhere'],
  ['scheduler', 'Amazon EventBridge Scheduler'],
  ['events', 'Amazon EventBridge'],
  ['states', 'AWS Step Functions'],
  ['glue', 'AWS Glue'],
  ['sagemaker', 'Amazon SageMaker'],
  ['ssm', 'AWS Systems Manager'],
]);

/**
 * `lambda.amazonaws.com` -> `AWS Lambda (lambda.amazonaws.com)` for the services people meet most, with the instance, pod
 * or certificate where the service itself wrote it into the request.
 */
export const serviceLabel = (host: string, record: JsonObject): string => {
  const service = serviceOfHost(host) ?? host;
  const known = SERVICES.get(service);
  if (known === undefined) return host;
  const session = textAt(record, 'requestParameters', 'roleSessionName') ?? '';
  if (service === 'ec2' && /^i-[0-9a-f]{8,17}$/.test(session)) return `${known} instance ${session}`;
  const pod = service === 'pods.eks' ? podName(record) : undefined;
  if (pod !== undefined) return `${known} ${pod}`;
  const certificate = service === 'rolesanywhere' ? tagOf(record, 'x509Subject/CN') : undefined;
  return certificate === undefined ? `${known} (${host})` : `${known}, certificate ${certificate}`;
};

/** EKS Pod Identity tags the session itself. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
const podName = (record: JsonObject): string | undefined => {
  const pod = tagOf(record, 'kubernetes-pod-name');
  const cluster = tagOf(record, 'eks-cluster-name');
  if (pod === undefined) return undefined;
  const place = cluster === undefined ? '' : ` in ${cluster}`;
  return `${tagOf(record, 'kubernetes-namespace') ?? '?'}/${pod}${place}`;
};

const tagOf = (record: JsonObject, name: string): string | undefined => {
  const tags = at(record, 'requestParameters', 'tags');
  if (!Array.isArray(tags)) return undefined;
  return textAt(
    tags.find((tag) => textAt(tag, 'key') === name),
    'value',
  );
};
