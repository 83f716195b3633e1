/** AWS Systems Manager on the laptop: OpsCenter for tickets, Parameter Store for secrets. */
import { isObject, parseJson } from './json.ts';
import { awsError } from './ssm/aws-json.ts';
import {
  addTags,
  createOpsItem,
  describeOpsItems,
  getOpsItem,
  updateOpsItem,
} from './ssm/ops-item-requests.ts';
import { opsItems } from './ssm/ops-items.ts';
import { parameters } from './ssm/parameters.ts';
import type { Vendor } from './vendor.ts';

export interface OpsCenterOptions {
  readonly now: () => Date;
  /** SecureStrings the laptop starts with, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The endpoint behind `AWS_ENDPOINT_URL_SSM`. */
export function opsCenter(options: OpsCenterOptions): Vendor {
  const items = opsItems();
  const store = parameters(options.parameters, options.now);
  return {
    name: 'ops-center',
    destinationOf: () => 'OpsCenter',
    remember: items.remember,
    answer: (request) => {
      if (!(request.headers.authorization ?? '').startsWith('AWS4-HMAC-SHA256 ')) {
        return awsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
      }
      const input = parseJson(request.body === '' ? '{}' : request.body);
      if (!isObject(input))
        return awsError('SerializationException', 'Start of structure or map found where not expected.');
      switch (request.headers['x-amz-target']) {
        case 'AmazonSSM.CreateOpsItem':
          return createOpsItem(items, input);
        case 'AmazonSSM.UpdateOpsItem':
          return updateOpsItem(items, input);
        case 'AmazonSSM.GetOpsItem':
          return getOpsItem(items, input);
        case 'AmazonSSM.DescribeOpsItems':
          return describeOpsItems(items, input);
        case 'AmazonSSM.AddTagsToResource':
          return addTags(items, input);
        case 'AmazonSSM.PutParameter':
          return store.put(input);
        case 'AmazonSSM.GetParameter':
          return store.get(input);
        case 'AmazonSSM.DescribeParameters':
          return store.describe(input);
        case 'AmazonSSM.GetParameters':
          return store.getMany(input);
        default:
          return awsError('UnknownOperationException', 'This operation is not part of the laptop.');
      }
    },
  };
}
