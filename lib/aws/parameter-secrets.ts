/** Secrets in SSM Parameter Store, kept for five minutes unless a fresh one is asked for. */
import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import type { ReadSecret } from '../delivery/channel.ts';
import type { Clock } from '../kernel/clock.ts';
import { fail, ok } from '../kernel/result.ts';
import { Secret } from '../kernel/secret.ts';

const KEPT_MS = 5 * 60 * 1000;

export interface SecretEffects {
  readonly client: SSMClient;
  readonly clock: Clock;
  /** Reads the secret behind `env:NAME`: only on the laptop, a deploy refuses such references. */
  readonly fromEnvironment: (name: string) => Secret | undefined;
}

/** Reads `ssm:/path` and `env:NAME`. A secret that was rotated is seen within five minutes, or at once by `fresh`. */
export const readSecretFrom = ({ client, clock, fromEnvironment }: SecretEffects): ReadSecret => {
  const kept = new Map<string, { readonly secret: Secret; readonly until: number }>();
  return async (reference, { fresh = false } = {}) => {
    if (reference.startsWith('env:')) {
      const value = fromEnvironment(reference.slice('env:'.length));
      return value === undefined ? fail('secret-missing') : ok(value);
    }
    const found = kept.get(reference);
    const now = clock.now().getTime();
    if (!fresh && found !== undefined && found.until > now) return ok(found.secret);
    const read = await getParameter(client, reference.slice('ssm:'.length));
    if (read.ok) kept.set(reference, { secret: read.value, until: now + KEPT_MS });
    if (!read.ok && read.error === 'secret-missing') kept.delete(reference);
    return read;
  };
};

const getParameter = async (client: SSMClient, name: string) => {
  try {
    const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    const value = answer.Parameter?.Value;
    return value === undefined ? fail('secret-missing' as const) : ok(new Secret(value));
  } catch (error) {
    return fail(
      error instanceof ParameterNotFound ? ('secret-missing' as const) : ('secret-unavailable' as const),
    );
  }
};
