/** Reads a policy that can be read. */
import { type PolicyDocument, readPolicy } from '../../lib/iam/read-policy.ts';

export const readOk = (policy: unknown): PolicyDocument => {
  const read = readPolicy(policy);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
