/** Codes and refresh tokens that were given out. In memory: after a restart one signs in again, which costs nothing here. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Person } from './people.ts';

export interface Grant {
  readonly person: Person;
  readonly clientId: string;
  readonly scope: string;
}

export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce?: string;
}

export interface Exchange {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

const CODE_MS = 60_000;
const REFRESH_MS = 8 * 3600_000;

interface Kept<T> {
  readonly grant: T;
  readonly until: number;
}

export class Grants {
  readonly #clock: Clock;
  readonly #codes = new Map<string, Kept<CodeGrant>>();
  readonly #refreshTokens = new Map<string, Kept<Grant>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  giveCode(grant: CodeGrant): string {
    const code = this.#clock.newId();
    this.#codes.set(code, { grant, until: this.#now() + CODE_MS });
    return code;
  }

  /** Once, whatever comes of it: a code that was shown twice is gone. */
  takeCode({ code, clientId, redirectUri, verifier }: Exchange): CodeGrant | undefined {
    const kept = this.#codes.get(code);
    this.#codes.delete(code);
    if (kept === undefined || kept.until < this.#now()) return undefined;
    const { grant } = kept;
    const fits =
      grant.clientId === clientId &&
      grant.redirectUri === redirectUri &&
      grant.challenge === createHash('sha256').update(verifier).digest('base64url');
    return fits ? grant : undefined;
  }

  giveRefreshToken(grant: Grant): string {
    const token = this.#clock.newId();
    this.#refreshTokens.set(token, { grant, until: this.#now() + REFRESH_MS });
    return token;
  }

  findRefreshToken(token: string, clientId: string): Grant | undefined {
    const kept = this.#refreshTokens.get(token);
    return kept !== undefined && kept.until >= this.#now() && kept.grant.clientId === clientId
      ? kept.grant
      : undefined;
  }

  revoke(token: string): void {
    this.#refreshTokens.delete(token);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
