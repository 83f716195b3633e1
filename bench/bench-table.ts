/** The history table as the stack declares it, without the indexes of whole rows. */
import { CARD_ORDERS, indexOf, keyNameOf, sortNameOf } from '../lib/aws/card-places.ts';

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

export const TABLE = {
  TableName: 'history',
  KeySchema: keys('pk', 'sk'),
  AttributeDefinitions: [
    'pk',
    'sk',
    ...CARD_ORDERS.flatMap((order) => [keyNameOf(order), sortNameOf(order)]),
  ].map(text),
  GlobalSecondaryIndexes: CARD_ORDERS.map((order) => ({
    IndexName: indexOf(order),
    KeySchema: keys(keyNameOf(order), sortNameOf(order)),
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card'] },
  })),
};
