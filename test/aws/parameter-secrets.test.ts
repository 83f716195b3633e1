import { ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { readSecretFrom } from '../../lib/aws/parameter-secrets.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** A parameter store of one parameter; `undefined` when it is deleted. */
const start = (first: string) => {
  const store: { value: string | undefined; questions: number } = { value: first, questions: 0 };
  const clock = virtualClock();
  const client = new SSMClient({ region: 'us-east-1' });
  client.middlewareStack.add(
    () => async () => {
      store.questions += 1;
      if (store.value === undefined) throw new ParameterNotFound({ message: 'no', $metadata: {} });
      return { response: {}, output: { $metadata: {}, Parameter: { Value: store.value } } };
    },
    { step: 'initialize' },
  );
  const read = readSecretFrom({ client, clock, fromEnvironment: () => undefined });
  const reveal = async (how?: { readonly fresh: boolean }): Promise<string> => {
    const secret = await read('ssm:/rolecall/token', how);
    return secret.ok ? secret.value.reveal() : secret.error;
  };
  return { store, clock, reveal };
};

describe('A secret in the parameter store', () => {
  it('is asked for once in five minutes', async () => {
    const { store, clock, reveal } = start('old');
    expect([await reveal(), await reveal()]).toEqual(['old', 'old']);
    store.value = 'new';
    clock.advance(299);
    expect([await reveal(), store.questions]).toEqual(['old', 1]);
    clock.advance(1);
    expect([await reveal(), store.questions]).toEqual(['new', 2]);
  });

  it('that was renewed is seen at once by whoever asks for a fresh one, and by everybody after that', async () => {
    const { store, reveal } = start('old');
    await reveal();
    store.value = 'new';
    expect(await reveal({ fresh: true })).toBe('new');
    expect([await reveal(), store.questions]).toEqual(['new', 2]);
  });

  it('that is gone is not kept once that is known', async () => {
    const { store, reveal } = start('old');
    await reveal();
    store.value = undefined;
    expect(await reveal({ fresh: true })).toBe('secret-missing');
    expect(await reveal()).toBe('secret-missing');
  });
});
