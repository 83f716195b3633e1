/** The history table as the stack declares it. */
import { CARD_ORDERS, indexOf, keyNameOf, sortNameOf } from '../lib/aws/card-places.ts';
import { INDEX } from '../lib/aws/table-keys.ts';

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

/** Of whole rows, of events, and of what waits. */
const WHOLE = Object.values(INDEX);

export const TABLE = {
  TableName: 'history',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: [
    'pk',
    'sk',
    ...WHOLE.flatMap((index) => [`${index}Key`, `${index}Sort`]),
    ...CARD_ORDERS.flatMap((order) => [keyNameOf(order), sortNameOf(order)]),
  ].map(text),
  GlobalSecondaryIndexes: [
    ...WHOLE.map((index) => ({
      IndexName: index,
      KeySchema: keys(`${index}Key`, `${index}Sort`),
      Projection: { ProjectionType: 'ALL' },
    })),
    ...CARD_ORDERS.map((order) => ({
      IndexName: indexOf(order),
      KeySchema: keys(keyNameOf(order), sortNameOf(order)),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card'] },
    })),
  ],
};
