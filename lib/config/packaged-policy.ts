/** The decoded `rolecall.yml` that packaging put beside the bundle. It was found free of mistakes then. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../policy/policy.ts';

/** Reads `policy.json` from the folder of the running bundle. */
export const packagedPolicy = (): Policy => readPolicy(join(__dirname, 'policy.json'));

/** Reads a `policy.json`. */
export const readPolicy = (file: string): Policy => JSON.parse(readFileSync(file, 'utf8')) as Policy;

/** A rule as packaging made it of the policy. */
interface PackagedRule {
  readonly name: string;
  readonly pattern: unknown;
}

/** Reads `rules.json`, which lies beside the bundle of the function that compares the rules. */
export const packagedRules = (): readonly PackagedRule[] =>
  JSON.parse(readFileSync(join(__dirname, 'rules.json'), 'utf8')) as readonly PackagedRule[];
