/** An account as people call it. */
import { oneLine } from '../../kernel/one-line.ts';
import type { DoorContext } from './door-context.ts';

/** "account 777788889999 (Northwind Managed Services)", or the number alone where no name is known. */
export const nameAccount = (context: DoorContext, accountId: string): string => {
  const name = context.accountName(accountId);
  return name === undefined ? `account ${accountId}` : `account ${accountId} (${oneLine(name, 80)})`;
};
