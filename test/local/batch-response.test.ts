import { failedItems } from '../../local/batch-response.ts';

const ids = ['a', 'b', 'c'];
const answered = (value: unknown, reports = true): readonly string[] =>
  failedItems({ ok: true, value }, ids, reports);

describe('what a function answers about its batch', () => {
  it.each([[null], [undefined], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
    'takes %j as success',
    (value) => {
      expect(answered(value)).toEqual([]);
    },
  );

  it('keeps exactly the messages it names', () => {
    expect(answered({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['b']);
    expect(answered({ batchItemFailures: [{ itemIdentifier: 'c' }, { itemIdentifier: 'a' }] })).toEqual([
      'a',
      'c',
    ]);
  });

  it.each([
    ['a text'],
    [[]],
    [{ batchItemFailures: 'b' }],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }],
    [{ batchItemFailures: [{ itemId: 'b' }] }],
    [{ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'somebody else' }] }],
  ])('fails the whole batch for the malformed %j', (value) => {
    expect(answered(value)).toEqual(ids);
  });

  it('fails the whole batch when the function failed', () => {
    expect(failedItems({ ok: false, errorType: 'E', errorMessage: '' }, ids, true)).toEqual(ids);
    expect(failedItems({ ok: false, errorType: 'E', errorMessage: '' }, ids, false)).toEqual(ids);
  });

  it('ignores the answer of a mapping that does not ask for item failures', () => {
    expect(answered({ batchItemFailures: [{ itemIdentifier: 'b' }] }, false)).toEqual([]);
  });
});
