import {
  commandEnvironment,
  deliverEnvironment,
  environmentForChild,
  historyEnvironment,
  recordEnvironment,
  secretFromEnvironment,
  sweepEnvironment,
} from '../../lib/config/environment.ts';

const COMPLETE = {
  TABLE_NAME: 'rolecall',
  STACK_NAME: 'rolecall-prod',
  DATA_KEY_ARN: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-4000-8000-000000000001',
  DELIVERY_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/delivery.fifo',
  HISTORY_URL: 'https://abc.execute-api.us-east-1.amazonaws.com/',
  ARCHIVE_BUCKET: 'rolecall-archive',
  SEAL_BUCKET: 'rolecall-seals',
  INTAKE_DEAD_LETTERS_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/intake-dead',
  RULE_DEAD_LETTERS_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/rule-dead',
  DELIVERY_DEAD_LETTERS_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/delivery-dead.fifo',
  ENRICH_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/enrich',
  INTAKE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/intake',
  EXPORT_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/export',
  EXPORT_BUCKET: 'rolecall-exports',
  SIGN_IN_ISSUER: 'https://id.example.com/',
  SIGN_IN_CLIENT_ID: 'rolecall',
  CANARY_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/canary',
  ENRICH_DEAD_LETTERS_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/enrich-dead',
  TOPIC_ARNS: '{"platform-mail":"arn:aws:sns:us-east-1:111122223333:platform-mail"}',
};

describe('the environment of a function', () => {
  it('is read with types', () => {
    expect(recordEnvironment(COMPLETE)).toEqual({
      tableName: 'rolecall',
      deliveryQueueUrl: COMPLETE.DELIVERY_QUEUE_URL,
      historyUrl: 'https://abc.execute-api.us-east-1.amazonaws.com',
      ownStack: 'rolecall-prod',
      ownKeyIds: [COMPLETE.DATA_KEY_ARN],
      enrichQueueUrl: COMPLETE.ENRICH_QUEUE_URL,
    });
    expect(deliverEnvironment(COMPLETE)).toEqual({
      tableName: 'rolecall',
      deliveryQueueUrl: COMPLETE.DELIVERY_QUEUE_URL,
      historyUrl: 'https://abc.execute-api.us-east-1.amazonaws.com',
      topicArns: { 'platform-mail': 'arn:aws:sns:us-east-1:111122223333:platform-mail' },
    });
    expect(sweepEnvironment(COMPLETE)).toMatchObject({
      ...deliverEnvironment(COMPLETE),
      archiveBucket: 'rolecall-archive',
      sealBucket: 'rolecall-seals',
      deadLetters: {
        intake: COMPLETE.INTAKE_DEAD_LETTERS_URL,
        rules: COMPLETE.RULE_DEAD_LETTERS_URL,
        delivery: COMPLETE.DELIVERY_DEAD_LETTERS_URL,
      },
    });
    expect(historyEnvironment(COMPLETE)).toEqual({
      tableName: 'rolecall',
      deliveryQueueUrl: COMPLETE.DELIVERY_QUEUE_URL,
      exportQueueUrl: COMPLETE.EXPORT_QUEUE_URL,
      exportBucket: 'rolecall-exports',
      signInIssuer: COMPLETE.SIGN_IN_ISSUER,
      signInClientId: COMPLETE.SIGN_IN_CLIENT_ID,
    });
  });

  it('names everything that is missing or wrong in one error', () => {
    expect(() => sweepEnvironment({ DELIVERY_QUEUE_URL: 'delivery' })).toThrow(
      'The environment is incomplete: TABLE_NAME is missing; DELIVERY_QUEUE_URL must be an http or https URL; HISTORY_URL is missing; STACK_NAME is missing; DATA_KEY_ARN is missing; ENRICH_QUEUE_URL is missing; INTAKE_QUEUE_URL is missing; CANARY_QUEUE_URL is missing; TOPIC_ARNS is missing; ARCHIVE_BUCKET is missing; SEAL_BUCKET is missing; INTAKE_DEAD_LETTERS_URL is missing; RULE_DEAD_LETTERS_URL is missing; DELIVERY_DEAD_LETTERS_URL is missing; ENRICH_DEAD_LETTERS_URL is missing.',
    );
  });

  it.each(['[]', 'x', '{"a":1}', '{"a":"topic"}'])(
    'refuses TOPIC_ARNS %s without repeating it',
    (TOPIC_ARNS) => {
      expect(() => deliverEnvironment({ ...COMPLETE, TOPIC_ARNS })).toThrow(
        'TOPIC_ARNS must be a JSON object of topic ARNs by destination id.',
      );
    },
  );

  it.each(['http://127.0.0.1:4000', 'http://localhost:4000/', 'http://[::1]:4000'])(
    'takes the local endpoint %s',
    (url) => {
      const read = deliverEnvironment({ ...COMPLETE, ROLECALL_HTTP_ENDPOINT_URL: url });
      expect(read.localEndpoint).toBe(url.replace(/\/$/, ''));
    },
  );

  it.each([
    'https://evil.example',
    'http://127.0.0.1.evil.example',
    'http://localhost@evil.example',
    'file:///127.0.0.1',
  ])('sends nothing to %s', (url) => {
    expect(() => deliverEnvironment({ ...COMPLETE, ROLECALL_HTTP_ENDPOINT_URL: url })).toThrow(
      'ROLECALL_HTTP_ENDPOINT_URL must be a URL of this machine',
    );
  });
});

describe('other readings', () => {
  it('a secret is read and does not print itself', () => {
    const secret = secretFromEnvironment('JIRA_TOKEN', { JIRA_TOKEN: 'hunter2' });
    expect(secret?.reveal()).toBe('hunter2');
    expect(JSON.stringify({ secret })).not.toContain('hunter2');
    expect(secretFromEnvironment('JIRA_TOKEN', { JIRA_TOKEN: '' })).toBeUndefined();
    expect(secretFromEnvironment('JIRA_TOKEN', {})).toBeUndefined();
  });

  it('commands take the Region as the AWS CLI does', () => {
    expect(commandEnvironment({ AWS_DEFAULT_REGION: 'eu-west-1' })).toEqual({
      region: 'eu-west-1',
      noColor: false,
    });
    expect(commandEnvironment({ AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'x', NO_COLOR: '1' })).toEqual({
      region: 'us-east-1',
      noColor: true,
    });
    expect(commandEnvironment({})).toEqual({ noColor: false });
  });

  it('children inherit and can be given more', () => {
    expect(environmentForChild({ B: '2' }, { A: '1', B: '1' })).toEqual({ A: '1', B: '2' });
  });
});
