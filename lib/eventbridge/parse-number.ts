import type { JsonNode } from './json-node.ts';

/**
 * A number EventBridge can compare; `undefined` for everything else. A number too large or too close to zero
 * for a double (`1E309`, `1E-325`) is refused there as well, rather than read as infinity or zero.
 */
export const comparableNumber = (node: JsonNode | undefined): number | undefined => {
  if (node?.kind !== 'number' || !Number.isFinite(node.value)) return undefined;
  const [significand = ''] = node.digits.split(/e/i);
  const vanished = node.value === 0 && /[1-9]/.test(significand);
  return vanished ? undefined : node.value;
};
