import { localReferences, queueUrlOf } from '../../local/local-names.ts';
import { decodeTemplate, resolvedResources, resolveValue } from '../../local/template.ts';

const template = decodeTemplate({
  Resources: {
    Intake: { Type: 'AWS::SQS::Queue', Properties: {} },
    Fifo: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    Named: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-named' } } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
  },
});

const references = localReferences(template, {
  region: 'eu-west-1',
  stackName: 'Stack',
  messagingUrl: 'http://127.0.0.1:9',
  pageUrl: 'http://127.0.0.1:8',
});

const resolve = (value: unknown): unknown => resolveValue(value, references);

describe('the values of a template', () => {
  it.each([
    [{ Ref: 'Intake' }, 'http://127.0.0.1:9/000000000000/Stack-Intake'],
    [{ Ref: 'Fifo' }, 'http://127.0.0.1:9/000000000000/Stack-Fifo.fifo'],
    [{ Ref: 'Named' }, 'http://127.0.0.1:9/000000000000/Stack-named'],
    [{ Ref: 'Topic' }, 'arn:aws:sns:eu-west-1:000000000000:Stack-Topic'],
    [{ Ref: 'Bucket' }, 'stack-bucket'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ 'Fn::GetAtt': ['Intake', 'Arn'] }, 'arn:aws:sqs:eu-west-1:000000000000:Stack-Intake'],
    [{ 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::stack-bucket'],
    [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, 'http://127.0.0.1:8'],
    [{ 'Fn::Sub': 'a ${Bucket} ${Bucket.Arn} ${!Kept}' }, 'a stack-bucket arn:aws:s3:::stack-bucket ${Kept}'],
    [{ 'Fn::Sub': ['${Own}/${AWS::AccountId}', { Own: { Ref: 'Bucket' } }] }, 'stack-bucket/000000000000'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Bucket' }]] }, 'a/stack-bucket'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
    [{ list: [{ Ref: 'Bucket' }], gone: { Ref: 'AWS::NoValue' } }, { list: ['stack-bucket'] }],
  ])('resolves %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('refuses what it does not understand instead of guessing', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'x' })).toThrow('Fn::ImportValue');
    expect(() => resolve({ Ref: 'Nobody' })).toThrow('Nobody');
  });

  it('leaves an object that only looks like a function alone', () => {
    expect(resolve({ Ref: 'Bucket', also: 1 })).toEqual({ Ref: 'Bucket', also: 1 });
  });

  it('answers the resources of one type', () => {
    const queues = resolvedResources(template, 'AWS::SQS::Queue', references);
    expect(queues.map(({ logicalId }) => logicalId)).toEqual(['Intake', 'Fifo', 'Named']);
    expect(queues[2]?.properties['QueueName']).toBe('Stack-named');
  });

  it('finds the URL of a queue by its ARN', () => {
    expect(queueUrlOf('arn:aws:sqs:eu-west-1:000000000000:q', 'http://127.0.0.1:9')).toBe(
      'http://127.0.0.1:9/000000000000/q',
    );
  });
});
