/** What the template declares, as far as the laptop plays it: every value resolved, every shape checked. */
import { at, isObject, type JsonObject, listAt, numberAt, textAt } from '../lib/kernel/json.ts';
import type { DeclaredBucket } from './buckets.ts';
import { type InputTransformer, readTransformer } from './target-input.ts';
import { type References, resolvedResources, type Template, type TemplateResource } from './template.ts';

export interface DeclaredQueue {
  readonly name: string;
  readonly arn: string;
  /** SQS attributes as the API takes them: all texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeclaredTopic {
  readonly name: string;
  readonly arn: string;
}

export interface DeclaredSubscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface DeclaredFunction {
  /** As in `serverless.yml`: `record`. Names the zip and the log. */
  readonly key: string;
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
}

export interface DeclaredMapping {
  readonly queueArn: string;
  /** Name or ARN of the function. */
  readonly functionRef: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
}

export interface DeclaredTarget {
  readonly arn: string;
  /** A constant that replaces the event. */
  readonly input?: string;
  readonly transformer?: InputTransformer;
  readonly messageGroupId?: string;
  readonly deadLetterArn?: string;
  /** What EventBridge allows by default: 185 retries in 24 hours. */
  readonly maximumRetries: number;
}

export interface DeclaredRule {
  readonly name: string;
  readonly arn: string;
  readonly state: string;
  readonly pattern?: unknown;
  readonly schedule?: string;
  readonly targets: readonly DeclaredTarget[];
}

export interface DeclaredRoute {
  /** `GET /api/accesses/{accessId}` or `$default`. */
  readonly routeKey: string;
  readonly functionRef: string;
  readonly authorization: string;
  /** With `authorization` JWT. */
  readonly authorizer?: DeclaredAuthorizer;
  /** A token needs one of them; none asks for none. */
  readonly scopes: readonly string[];
}

/** `AWS::ApiGatewayV2::Authorizer` of the kind JWT. */
export interface DeclaredAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface DeclaredClient {
  readonly clientId: string;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
}

export interface DeclaredRole {
  readonly arn: string;
  readonly name: string;
  /** The trust policy, resolved. */
  readonly trust: unknown;
}

export interface Topology {
  readonly roles: readonly DeclaredRole[];
  readonly tables: readonly JsonObject[];
  readonly buckets: readonly DeclaredBucket[];
  readonly queues: readonly DeclaredQueue[];
  readonly topics: readonly DeclaredTopic[];
  readonly subscriptions: readonly DeclaredSubscription[];
  readonly functions: readonly DeclaredFunction[];
  readonly mappings: readonly DeclaredMapping[];
  readonly rules: readonly DeclaredRule[];
  readonly routes: readonly DeclaredRoute[];
  /** Of the user pool; none with an issuer of one's own. */
  readonly clients: readonly DeclaredClient[];
}

export function readTopology(template: Template, references: References): Topology {
  const of = (type: string): readonly TemplateResource[] => resolvedResources(template, type, references);
  const nameOf = (resource: TemplateResource): string => lastSegment(arnOf(resource));
  const arnOf = (resource: TemplateResource): string => references.attribute(resource.logicalId, 'Arn');
  return {
    tables: of('AWS::DynamoDB::Table').map((table) => ({
      ...table.properties,
      TableName: references.ref(table.logicalId),
    })),
    buckets: of('AWS::S3::Bucket').map((bucket) =>
      bucketOf(bucket.properties, references.ref(bucket.logicalId)),
    ),
    queues: of('AWS::SQS::Queue').map((queue) => ({
      name: nameOf(queue),
      arn: arnOf(queue),
      attributes: {
        ...queueAttributes(queue.properties),
        ...policyOfQueue(of('AWS::SQS::QueuePolicy'), references.ref(queue.logicalId)),
      },
    })),
    topics: of('AWS::SNS::Topic').map((topic) => ({ name: nameOf(topic), arn: arnOf(topic) })),
    subscriptions: [
      ...of('AWS::SNS::Subscription').map((each) =>
        subscriptionOf(each.properties, each.properties['TopicArn']),
      ),
      ...of('AWS::SNS::Topic').flatMap((topic) =>
        listAt(topic.properties, 'Subscription').map((each) => subscriptionOf(each, arnOf(topic))),
      ),
    ],
    functions: of('AWS::Lambda::Function').map((each) => functionOf(each, arnOf(each))),
    mappings: of('AWS::Lambda::EventSourceMapping')
      .filter(isOn)
      .map((each) => mappingOf(each.properties)),
    rules: of('AWS::Events::Rule').map((rule) => ruleOf(rule, { name: nameOf(rule), arn: arnOf(rule) })),
    roles: of('AWS::IAM::Role').map((role) => ({
      arn: arnOf(role),
      name: nameOf(role),
      trust: role.properties['AssumeRolePolicyDocument'],
    })),
    routes: routesOf(
      of('AWS::ApiGatewayV2::Route'),
      of('AWS::ApiGatewayV2::Integration'),
      new Map(
        of('AWS::ApiGatewayV2::Authorizer').map((each) => [
          references.ref(each.logicalId),
          authorizerOf(each.properties),
        ]),
      ),
    ),
    clients: of('AWS::Cognito::UserPoolClient').map(({ logicalId, properties }) => ({
      clientId: references.ref(logicalId),
      callbackUrls: listAt(properties, 'CallbackURLs').map(String),
      logoutUrls: listAt(properties, 'LogoutURLs').map(String),
    })),
  };
}

function bucketOf(properties: JsonObject, name: string): DeclaredBucket {
  const rule = ['ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Days'] as const;
  const lockDays = flagAt(properties, 'ObjectLockEnabled') ? numberAt(properties, ...rule) : undefined;
  return lockDays === undefined ? { name } : { name, lockDays };
}

const lastSegment = (arn: string): string => arn.split(/[:/]/).at(-1) ?? arn;
const isOn = (mapping: TemplateResource): boolean => flagAt(mapping.properties, 'Enabled') ?? true;

/** CloudFormation takes `true` and `"true"`. */
const flagAt = (properties: JsonObject, name: string): boolean | undefined =>
  properties[name] === undefined ? undefined : plainText(properties[name]) === 'true';

const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const QUEUE_ATTRIBUTES = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
];

function queueAttributes(properties: JsonObject): Readonly<Record<string, string>> {
  const plain = QUEUE_ATTRIBUTES.flatMap((name) =>
    properties[name] === undefined ? [] : [[name, plainText(properties[name])] as const],
  );
  const redrive = properties['RedrivePolicy'];
  return Object.fromEntries([
    ...plain,
    ...(isObject(redrive) ? [['RedrivePolicy', JSON.stringify(redrive)] as const] : []),
  ]);
}

/** CloudFormation keeps it in a resource of its own. */
function policyOfQueue(
  policies: readonly TemplateResource[],
  queueUrl: string,
): Readonly<Record<string, string>> {
  const own = policies.find(({ properties }) => listAt(properties, 'Queues').includes(queueUrl));
  const document = own?.properties['PolicyDocument'];
  return document === undefined ? {} : { Policy: JSON.stringify(document) };
}

function subscriptionOf(properties: unknown, topicArn: unknown): DeclaredSubscription {
  const filter = isObject(properties) ? properties['FilterPolicy'] : undefined;
  const raw = isObject(properties) ? properties['RawMessageDelivery'] : undefined;
  return {
    topicArn: String(topicArn),
    protocol: textAt(properties, 'Protocol') ?? '',
    endpoint: textAt(properties, 'Endpoint') ?? '',
    attributes: {
      ...(isObject(filter) ? { FilterPolicy: JSON.stringify(filter) } : {}),
      ...(raw === undefined ? {} : { RawMessageDelivery: plainText(raw) }),
    },
  };
}

function functionOf({ properties }: TemplateResource, arn: string): DeclaredFunction {
  const variables = isObject(properties['Environment']) ? properties['Environment']['Variables'] : undefined;
  const zip = textAt(properties, 'Code', 'S3Key') ?? '';
  return {
    key: lastSegment(zip).replace(/\.zip$/, ''),
    name: lastSegment(arn),
    arn,
    handler: textAt(properties, 'Handler') ?? '',
    timeoutSeconds: numberAt(properties, 'Timeout') ?? 3,
    memoryMegabytes: numberAt(properties, 'MemorySize') ?? 128,
    environment: Object.fromEntries(
      Object.entries(isObject(variables) ? variables : {}).map(([name, value]) => [name, String(value)]),
    ),
    roleArn: textAt(properties, 'Role') ?? '',
  };
}

function mappingOf(properties: JsonObject): DeclaredMapping {
  return {
    queueArn: textAt(properties, 'EventSourceArn') ?? '',
    functionRef: textAt(properties, 'FunctionName') ?? '',
    batchSize: numberAt(properties, 'BatchSize') ?? 10,
    windowSeconds: numberAt(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
    reportsItemFailures: listAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    maximumConcurrency: numberAt(properties, 'ScalingConfig', 'MaximumConcurrency') ?? 2,
  };
}

function ruleOf(
  { properties }: TemplateResource,
  { name, arn }: Pick<DeclaredRule, 'name' | 'arn'>,
): DeclaredRule {
  const schedule = textAt(properties, 'ScheduleExpression');
  return {
    name,
    arn,
    state: textAt(properties, 'State') ?? 'ENABLED',
    ...(properties['EventPattern'] === undefined ? {} : { pattern: properties['EventPattern'] }),
    ...(schedule === undefined ? {} : { schedule }),
    targets: listAt(properties, 'Targets').map(targetOf),
  };
}

function targetOf(target: unknown): DeclaredTarget {
  const input = textAt(target, 'Input');
  const transformer = readTransformer(at(target, 'InputTransformer'));
  const messageGroupId = textAt(target, 'SqsParameters', 'MessageGroupId');
  const deadLetterArn = textAt(target, 'DeadLetterConfig', 'Arn');
  return {
    arn: textAt(target, 'Arn') ?? '',
    ...(input === undefined ? {} : { input }),
    ...(transformer === undefined ? {} : { transformer }),
    ...(messageGroupId === undefined ? {} : { messageGroupId }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
    maximumRetries: numberAt(target, 'RetryPolicy', 'MaximumRetryAttempts') ?? 185,
  };
}

/** A route names its integration as `integrations/<ref>`; the integration names the function. */
function routesOf(
  routes: readonly TemplateResource[],
  integrations: readonly TemplateResource[],
  authorizers: ReadonlyMap<string, DeclaredAuthorizer>,
): readonly DeclaredRoute[] {
  return routes.map(({ properties }) => {
    const target = textAt(properties, 'Target') ?? '';
    const integration = integrations.find((each) => target.endsWith(`-${each.logicalId}`));
    const authorizer = authorizers.get(textAt(properties, 'AuthorizerId') ?? '');
    return {
      routeKey: textAt(properties, 'RouteKey') ?? '$default',
      functionRef: textAt(integration?.properties, 'IntegrationUri') ?? '',
      authorization: textAt(properties, 'AuthorizationType') ?? 'NONE',
      ...(authorizer === undefined ? {} : { authorizer }),
      scopes: listAt(properties, 'AuthorizationScopes').map(String),
    };
  });
}

/** The laptop knows one way to check a token; a template that asks for another must not look as if it ran. */
function authorizerOf(properties: JsonObject): DeclaredAuthorizer {
  const sources = listAt(properties, 'IdentitySource').map(String);
  const issuer = textAt(properties, 'JwtConfiguration', 'Issuer');
  if (
    properties['AuthorizerType'] !== 'JWT' ||
    sources.join() !== '$request.header.Authorization' ||
    issuer === undefined
  ) {
    throw new Error('the laptop plays JWT authorizers that read the Authorization header, and no others');
  }
  return { issuer, audience: listAt(properties, 'JwtConfiguration', 'Audience').map(String) };
}
