/** Reads the secret behind a setting and turns everything that can be wrong with it into an outcome. */
import type { ChannelEffects, DeliveryAttempt, ReadSecret } from '../delivery/channel.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { parseUrl } from './link-href.ts';

export interface SecretRule {
  readonly accepts: (value: string) => boolean;
  /** What is wrong when it does not; must not repeat the value. */
  readonly otherwise: string;
}

/** The secret as text, only for the request that needs it. Line ends around it are dropped: editors add them. */
export const readVendorSecret = async (
  readSecret: ReadSecret,
  reference: string,
  rule: SecretRule,
): Promise<Result<string, Outcome>> => {
  const secret = await readSecret(reference);
  if (!secret.ok) {
    // A missing secret is stored sooner or later; until then an alarm rings for what waits.
    return fail({ kind: 'retry', code: secret.error });
  }
  const value = secret.value.reveal().trim();
  if (rule.accepts(value)) return ok(value);
  return fail({ kind: 'rejected', code: 'not-configured', detail: rule.otherwise });
};

/** Reads secrets anew after a refusal: whoever renewed one did so past what this process keeps. */
export const withFreshSecrets = (effects: ChannelEffects, { refused }: DeliveryAttempt): ChannelEffects =>
  refused === undefined
    ? effects
    : { ...effects, readSecret: (reference) => effects.readSecret(reference, { fresh: true }) };

/** A token that can stand in a header. */
export const TOKEN_RULE: SecretRule = {
  accepts: (value) => /^[\x21-\x7e]{1,4096}$/.test(value),
  otherwise: 'The secret is not a token: it is empty or holds blanks.',
};

/** True for an https address without user name and password, on the usual port or a port of its own. */
export const isHttpsUrl = (value: string, acceptsHost: (host: string) => boolean): boolean => {
  const url = parseUrl(value);
  return (
    url?.protocol === 'https:' && url.username === '' && url.password === '' && acceptsHost(url.hostname)
  );
};
