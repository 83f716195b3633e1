/** An anchor as it lies in the bucket. */
import { isObject, listAt, numberAt, parseJson, textAt } from '../kernel/json.ts';
import type { SealedHour, SealLeaf } from './seal.ts';

/** `undefined` when the text is not a seal of that hour. Whether its root is right is another question. */
export const decodeSealedHour = (text: string, hour: string): SealedHour | undefined => {
  const json = parseJson(text);
  const [previousRoot, root, sealedAt] = ['previousRoot', 'root', 'sealedAt'].map((name) =>
    textAt(json, name),
  );
  const count = numberAt(json, 'count');
  const leaves = listAt(json, 'leaves').map(leafOf);
  if (textAt(json, 'hour') !== hour || numberAt(json, 'schemaVersion') !== 1) return undefined;
  if (previousRoot === undefined || root === undefined || sealedAt === undefined) return undefined;
  if (count === undefined || !leaves.every((leaf) => leaf !== undefined)) return undefined;
  return { schemaVersion: 1, hour, previousRoot, root, count, sealedAt, leaves };
};

const leafOf = (json: unknown): SealLeaf | undefined => {
  const [accessId, name, hash] = [textAt(json, 'accessId'), textAt(json, 'name'), textAt(json, 'hash')];
  return isObject(json) && accessId !== undefined && name !== undefined && hash !== undefined
    ? { accessId, name, hash }
    : undefined;
};
