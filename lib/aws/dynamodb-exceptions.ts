/** Exceptions on DynamoDB: one item each, in one partition that holds a few a day, sorted by when they were made. */
import { currentOf, MOST_EXCEPTIONS, newestExceptions } from '../history/current-exceptions.ts';
import type { Exceptions } from '../history/exceptions.ts';
import { isObject, textAt } from '../kernel/json.ts';
import type { AccessException } from '../policy/exception.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { EXCEPTIONS, exceptionKey } from './table-keys.ts';

/** Asks with queries and changes single items: whoever asks needs no other right. */
export const dynamoDbExceptions = ({ table }: { readonly table: Table }): Exceptions => {
  const list = async (): Promise<readonly AccessException[]> => {
    const items = await queryAll(table, {
      condition: 'pk = :pk',
      values: { ':pk': EXCEPTIONS },
      newestFirst: true,
      limit: MOST_EXCEPTIONS,
    });
    // What lost its shape by hand mutes nothing, and does not take the others along.
    return newestExceptions(items.filter(hasShape).map(readException));
  };

  return {
    list,

    current: async (now) => currentOf((await list()).filter(isComparable), now),

    make: async (exception) => {
      const written = await table.put(
        { ...exceptionKey(exception.exceptionId), exception },
        { expression: 'attribute_not_exists(pk)' },
      );
      return written.kind === 'written';
    },

    end: async (exceptionId, ended) => {
      const written = await table.update(exceptionKey(exceptionId), {
        update: 'SET #exception.#ended = :ended',
        expression: 'attribute_exists(pk) AND attribute_not_exists(#exception.#ended)',
        names: { '#exception': 'exception', '#ended': 'ended' },
        values: { ':ended': ended },
      });
      return written.item === undefined ? undefined : readException(written.item);
    },
  };
};

const hasShape = ({ exception }: Item): boolean =>
  isObject(exception) &&
  [exception['exceptionId'], exception['madeAt']].every((text) => typeof text === 'string');

/** With what every access is compared: one that lost a part of it would keep all of them from being recorded. */
const isComparable = (exception: AccessException): boolean =>
  [
    ...['accountId', 'from', 'until'].map((name) => textAt(exception, name)),
    ...(textAt(exception, 'subject', 'kind') === 'principal' ? ['arn'] : ['kind', 'value', 'principal']).map(
      (name) => textAt(exception, 'subject', name),
    ),
  ].every((text) => text !== undefined);

/** Our own writing, so it is trusted. */
const readException = (item: Item): AccessException => item['exception'] as AccessException;
