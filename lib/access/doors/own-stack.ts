/** Which resources are Rolecall's own: CloudFormation begins their names with the name of the stack. */
import type { JsonObject } from '../../kernel/json.ts';
import { nameOf } from './attempt.ts';
import type { DoorContext } from './door-context.ts';

/** `unclear`: the stack has no name here (`replay`), or the record does not name the resource. */
export type Ownership = 'ours' | 'others' | 'unclear';

/**
 * Whether a name, an ARN, a URL or a log group is of our own stack. Names of buckets are lower-case whatever the stack's is;
 * all others are compared as they are.
 */
export const ownershipOf = (
  name: string | undefined,
  { ownStack }: DoorContext,
  lowerCase = false,
): Ownership => {
  if (ownStack === undefined || ownStack === '' || name === undefined) return 'unclear';
  const stack = lowerCase ? ownStack.toLowerCase() : ownStack;
  const parts = name.split(/[:/|\s,]+/);
  return parts.some((part) => part === stack || part.startsWith(`${stack}-`)) ? 'ours' : 'others';
};

/** Of several names that a record may hold: ours if one of them is. */
export const ownershipIn = (
  record: JsonObject,
  context: DoorContext,
  names: readonly string[],
  lowerCase = false,
): Ownership => ownershipOf(nameOf(record, ...names), context, lowerCase);
