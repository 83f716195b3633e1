/** What the names of the template stand for on this laptop: ARNs in the local account, URLs on loopback. */
import { textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';
import { type References, resolveValue, type Template, type TemplateResource } from './template.ts';

export interface LocalPlaces {
  readonly region: string;
  readonly stackName: string;
  /** Where queue URLs point. */
  readonly messagingUrl: string;
  /** Where the HTTP API answers. */
  readonly pageUrl: string;
  /** Another account than that of the laptop. */
  readonly accountId?: string;
  /** What was given for the template's parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const accountOf = ({ accountId = LOCAL_ACCOUNT }: LocalPlaces): string => accountId;

/** The property in which a resource may name itself, per type; others get a name made of stack and logical id. */
const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Events::Rule': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
};

/** The references of one template at these places. */
export function localReferences(template: Template, places: LocalPlaces): References {
  const byId = new Map(template.resources.map((resource) => [resource.logicalId, resource]));
  const pseudo: Readonly<Record<string, string>> = {
    ...places.parameters,
    'AWS::AccountId': accountOf(places),
    'AWS::Region': places.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': places.stackName,
    'AWS::StackId': `arn:aws:cloudformation:${places.region}:${accountOf(places)}:stack/${places.stackName}/local`,
  };
  const resourceOf = (logicalId: string): TemplateResource => {
    const resource = byId.get(logicalId);
    if (resource === undefined) throw new Error(`the template names ${logicalId}, which it does not declare`);
    return resource;
  };
  const nameOf = (resource: TemplateResource): string => localName(resource, places.stackName, references);
  const references: References = {
    ref: (name) => {
      const value = pseudo[name];
      if (value !== undefined) return value;
      const resource = resourceOf(name);
      return refOf(resource, nameOf(resource), places);
    },
    attribute: (logicalId, attribute) => {
      const resource = resourceOf(logicalId);
      return attributeOf(resource, attribute, { name: nameOf(resource), places });
    },
  };
  return references;
}

function localName(resource: TemplateResource, stackName: string, references: References): string {
  const property = NAME_PROPERTIES[resource.type];
  const given = property === undefined ? undefined : resource.properties[property];
  if (given !== undefined) return String(resolveValue(given, references));
  const made = `${stackName}-${resource.logicalId}`;
  if (resource.type === 'AWS::S3::Bucket') return made.toLowerCase();
  const fifo = resource.properties['FifoQueue'] ?? resource.properties['FifoTopic'];
  return String(fifo) === 'true' ? `${made}.fifo` : made;
}

/** The URL of a local queue by its ARN. */
export const queueUrlOf = (queueArn: string, messagingUrl: string): string =>
  `${messagingUrl}/${LOCAL_ACCOUNT}/${queueArn.split(':').at(-1) ?? ''}`;

/** What `Ref` answers differs by type: a URL for queues, the ARN for topics, the name for most. */
function refOf(resource: TemplateResource, name: string, places: LocalPlaces): string {
  if (resource.type === 'AWS::SQS::Queue') return `${places.messagingUrl}/${accountOf(places)}/${name}`;
  if (resource.type === 'AWS::SNS::Topic') return arnOf(resource, name, places);
  return name;
}

interface Named {
  readonly name: string;
  readonly places: LocalPlaces;
}

function attributeOf(resource: TemplateResource, attribute: string, { name, places }: Named): string {
  switch (attribute) {
    case 'Arn':
    case 'TopicArn':
      return arnOf(resource, name, places);
    case 'ApiEndpoint':
      return places.pageUrl;
    case 'QueueName':
    case 'TopicName':
      return name;
    case 'StreamArn':
      return `${arnOf(resource, name, places)}/stream/local`;
    default:
      return `${name}.${attribute}`;
  }
}

function arnOf(resource: TemplateResource, name: string, places: LocalPlaces): string {
  const accountId = accountOf(places);
  const regional = (service: string, what: string): string =>
    `arn:aws:${service}:${places.region}:${accountId}:${what}`;
  switch (resource.type) {
    case 'AWS::SQS::Queue':
      return regional('sqs', name);
    case 'AWS::SNS::Topic':
      return regional('sns', name);
    case 'AWS::DynamoDB::Table':
      return regional('dynamodb', `table/${name}`);
    case 'AWS::Lambda::Function':
      return regional('lambda', `function:${name}`);
    case 'AWS::Events::Rule':
      return regional('events', `rule/${name}`);
    case 'AWS::KMS::Key':
      return regional('kms', `key/${name}`);
    case 'AWS::Logs::LogGroup':
      return regional('logs', `log-group:${name}:*`);
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${accountId}:role${textAt(resource.properties, 'Path') ?? '/'}${name}`;
    default:
      return regional('local', name);
  }
}
