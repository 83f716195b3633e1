/** Changes at the edge that are worth a line in the history and no message: file transfer users, filters, edge functions. */
import type { DoorKind } from '../door.ts';
import { called, shownName, was } from './attempt.ts';
import type { DoorDecoder } from './door-decoder.ts';

interface Edge {
  readonly eventSource: string;
  readonly eventNames: readonly string[];
  readonly kind: DoorKind;
  readonly type: string;
  readonly name: readonly string[];
  readonly did: string;
}

const EDGES: readonly Edge[] = [
  {
    eventSource: 'transfer.amazonaws.com',
    eventNames: ['CreateUser'],
    kind: 'sharing',
    type: 'file transfer user',
    name: ['userName'],
    did: 'created',
  },
  {
    eventSource: 'wafv2.amazonaws.com',
    eventNames: ['UpdateIPSet'],
    kind: 'public-access',
    type: 'set of addresses',
    name: ['name'],
    did: 'changed',
  },
  {
    eventSource: 'cloudfront.amazonaws.com',
    // Names of CloudFront's events end in the version of the API: `CreateFunction2020_05_31`.
    eventNames: ['CreateFunction*', 'UpdateFunction*', 'PublishFunction*'],
    kind: 'function-code',
    type: 'edge function',
    name: ['name'],
    did: 'created or changed',
  },
];

export const EDGE_DOORS: readonly DoorDecoder[] = EDGES.map(
  ({ eventSource, eventNames, kind, type, name: names, did }) => ({
    eventSource,
    eventNames,
    read: (record) => {
      const name = shownName(record, ...names);
      return {
        kind,
        subject: { type, name },
        explanation: `${called(type, name)} ${was(record)} ${did}`,
        opens: [],
        weight: 'recorded',
        because: 'it lets no account in by itself',
      };
    },
  }),
);
