/**
 * Where everything lies in the one table.
 *
 * | item            | pk                          | sk                      | list                         | due                            | session                       |
 * | --------------- | --------------------------- | ----------------------- | ---------------------------- | ------------------------------ | ----------------------------- |
 * | access row      | access#<id>                 | row                     | accesses#<yyyy-mm>, time#id  |                                | <account>#<AROA:session>, time |
 * | delivery        | access#<id>                 | delivery#<destination>  |                              | delivery#<destination>, due#id |                               |
 * | waiting half    | half#<account>#<session>    | <time>#<event id>       |                              | half, due#event id             |                               |
 * | group window    | group#<key>                 | window                  |                              |                                |                               |
 * | sweep mark      | mark#<question>             | mark                    |                              |                                |                               |
 * | destinations    | destinations                | known                   |                              |                                |                               |
 *
 * One query on the partition of an access answers its whole page. The due index is sparse: settled deliveries leave it.
 */
import type { DeliveryKey } from '../delivery/delivery.ts';

export const INDEX = { list: 'list', due: 'due', session: 'session' } as const;

export const accessKey = (accessId: string) => ({ pk: `access#${accessId}`, sk: 'row' });

export const deliveryKey = ({ accessId, destinationId }: DeliveryKey) => ({
  pk: `access#${accessId}`,
  sk: `delivery#${destinationId}`,
});

/** Months as buckets: a year is twelve questions, and no bucket outgrows an index partition's throughput per second. */
export const listKey = (iso: string): string => `accesses#${iso.slice(0, 7)}`;

export const listSort = (time: string, accessId: string): string => `${time}#${accessId}`;

export const dueKeyOfDelivery = (destinationId: string): string => `delivery#${destinationId}`;

export const dueSort = (dueAt: string, id: string): string => `${dueAt}#${id}`;

export const HALF_DUE = 'half';

export const halfPartition = (accountId: string, sessionPrincipalId: string): string =>
  `half#${accountId}#${sessionPrincipalId}`;

export const sessionKey = (accountId: string, sessionPrincipalId: string): string =>
  `${accountId}#${sessionPrincipalId}`;
