/** Learned names on DynamoDB. */
import type { Aliases } from '../history/aliases.ts';
import type { Table } from './table.ts';
import { aliasKey } from './table-keys.ts';

export const dynamoDbAliases = (table: Table): Aliases => ({
  find: async (principalId) => {
    const item = await table.get(aliasKey(principalId));
    if (item === undefined) return undefined;
    const [name, how, learnedAt] = [String(item['name']), String(item['how']), String(item['learnedAt'])];
    return { principalId, name, how, learnedAt };
  },

  learn: async (alias) => {
    await table.put(
      { ...aliasKey(alias.principalId), ...alias },
      { expression: 'attribute_not_exists(pk) OR learnedAt < :at', values: { ':at': alias.learnedAt } },
    );
  },
});
