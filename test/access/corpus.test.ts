/** Every real record of a role or a sign-in: it is read, gives away nothing, and names the caller as well as it can. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import { accessFromHalf } from '../../lib/access/join-switch-role.ts';
import { readCaller } from '../../lib/access/read-caller.ts';
import { at, type JsonObject, textAt } from '../../lib/kernel/json.ts';
import { CORPUS_CANARY, type CorpusRecord, describeCorpus, readCorpus } from '../support/corpus.ts';

/** A name that no program makes up, as far as these records go. */
const isHuman = (name: string | undefined): name is string =>
  name !== undefined && !/^(botocore|aws-go-sdk|i-[0-9a-f]|\d+$)/.test(name);

const afterColon = (principalId: string | undefined): string | undefined => principalId?.split(':')[1];

/** The best name that stands in a record, found without the product: its label must hold it. */
const bestName = (record: JsonObject): string | undefined => {
  const [type, userName, arn, principalId] = ['type', 'userName', 'arn', 'principalId'].map((key) =>
    textAt(record, 'userIdentity', key),
  );
  const shown = userName === 'HIDDEN_DUE_TO_SECURITY_REASONS' ? undefined : userName;
  const session = textAt(record, 'requestParameters', 'roleSessionName');
  const identity =
    textAt(record, 'requestParameters', 'sourceIdentity') ??
    textAt(record, 'userIdentity', 'sessionContext', 'sourceIdentity');
  switch (type) {
    case 'AWSService':
      return session?.startsWith('i-') === true
        ? session
        : (podOf(record) ?? textAt(record, 'userIdentity', 'invokedBy'));
    case 'IAMUser':
      return shown ?? arn?.split('/').at(-1);
    case 'SAMLUser':
    case 'WebIdentityUser':
      return identity ?? shown;
    case 'AssumedRole':
      return identity ?? arn?.split('/').at(-1);
    case 'AWSAccount':
      return [identity, afterColon(principalId), session].find(isHuman) ?? principalId;
    default:
      return undefined;
  }
};

const podOf = (record: JsonObject): string | undefined => {
  const tags = at(record, 'requestParameters', 'tags');
  return Array.isArray(tags)
    ? textAt(
        tags.find((tag) => textAt(tag, 'key') === 'kubernetes-pod-name'),
        'value',
      )
    : undefined;
};

describeCorpus('real records of roles and sign-ins (ROLECALL_CORPUS)', () => {
  const records: readonly CorpusRecord[] = readCorpus('roles');

  test('are there', () => {
    expect(records.length).toBeGreaterThanOrEqual(130);
  });

  test('are decoded, whatever they hold, and give away no session token', () => {
    const kinds = records.map(({ record }) => decodeRecord(record));
    expect(JSON.stringify(records)).toContain(CORPUS_CANARY);
    expect(JSON.stringify(kinds)).not.toContain(CORPUS_CANARY);
  });

  test('each successful call that names a role of its own account is an entry', () => {
    const missed = records.filter(({ record }) => {
      const isEntry =
        textAt(record, 'eventSource') === 'sts.amazonaws.com' &&
        textAt(record, 'eventName')?.startsWith('AssumeRole') === true &&
        textAt(record, 'errorCode') === undefined;
      const home = textAt(record, 'requestParameters', 'roleArn')?.split(':')[4];
      const recorder = textAt(record, 'recipientAccountId') ?? home;
      return isEntry && home === recorder && decodeRecord(record).kind !== 'access';
    });
    expect(missed.map(({ place }) => place)).toEqual([]);
  });

  test('every caller is called by the best name that the record holds', () => {
    const badly = records.flatMap(({ place, record }) => {
      const name = bestName(record);
      const { label } = readCaller(record);
      return name === undefined || label.includes(name) ? [] : [{ place, name, label }];
    });
    expect(badly).toEqual([]);
  });

  test('nearly every record holds a name', () => {
    const nameless = records.filter(({ record }) => bestName(record) === undefined);
    expect(nameless.map(({ place }) => place)).toEqual(['awsdocs__iam-user-guide.jsonl:5']);
  });

  test('the human behind a console switch is the one of SwitchFrom', () => {
    const switched = records.flatMap(({ record }) => {
      const decoded = decodeRecord(record);
      const from = textAt(record, 'additionalEventData', 'SwitchFrom')?.split('/').at(-1);
      return decoded.kind === 'switch-half'
        ? [{ from, label: accessFromHalf(decoded.half).caller.label }]
        : [];
    });
    expect(switched).toEqual([{ from: 'uhura', label: 'uhura' }]);
  });
});
