/** CloudFormation's view of the laptop: the packaged template, as if it had been deployed here. */
import { type References, resolveValue, type Template } from './template.ts';
import { xmlText } from './xml-text.ts';

export const LOCAL_STACK = 'rolecall-laptop';

export interface StackParts {
  readonly template: Template;
  readonly references: References;
}

/** The XML of an answer; `undefined` for an action that is none of CloudFormation's, or another stack. */
export function answerCloudFormation(
  parameters: URLSearchParams,
  { template, references }: StackParts,
): string | undefined {
  if (parameters.get('StackName') !== LOCAL_STACK) return undefined;
  switch (parameters.get('Action')) {
    case 'DescribeStacks':
      return result(
        'DescribeStacks',
        `<Stacks><member><StackName>${LOCAL_STACK}</StackName><CreationTime>2020-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${outputsOf({ template, references })}</Outputs></member></Stacks>`,
      );
    case 'ListStackResources':
      return result(
        'ListStackResources',
        `<StackResourceSummaries>${template.resources
          .map(({ logicalId, type }) => resource(logicalId, type, references.ref(logicalId)))
          .join('')}</StackResourceSummaries>`,
      );
    default:
      return undefined;
  }
}

const outputsOf = ({ template, references }: StackParts): string =>
  Object.entries(template.outputs)
    .map(
      ([name, value]) =>
        `<member><OutputKey>${xmlText(name)}</OutputKey><OutputValue>${xmlText(String(resolveValue(value, references)))}</OutputValue></member>`,
    )
    .join('');

const resource = (logicalId: string, type: string, physicalId: string): string =>
  `<member><LogicalResourceId>${xmlText(logicalId)}</LogicalResourceId><ResourceType>${xmlText(type)}</ResourceType><PhysicalResourceId>${xmlText(physicalId)}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2020-01-01T00:00:00Z</LastUpdatedTimestamp></member>`;

const result = (action: string, inside: string): string =>
  `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${action}Result>${inside}</${action}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`;
