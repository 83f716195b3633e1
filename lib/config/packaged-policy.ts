/** The decoded `rolecall.yml` that packaging put beside the bundle. It was found free of mistakes then. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../policy/policy.ts';

/** Reads `policy.json` from the folder of the running bundle. */
export const packagedPolicy = (): Policy =>
  JSON.parse(readFileSync(join(__dirname, 'policy.json'), 'utf8')) as Policy;
