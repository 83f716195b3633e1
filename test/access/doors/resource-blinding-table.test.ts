import fc from 'fast-check';
import { BLINDING_DOORS } from '../../../lib/access/doors/blinding-doors.ts';
import type { DoorDecoder } from '../../../lib/access/doors/door-decoder.ts';
import { RESOURCE_DOORS } from '../../../lib/access/doors/resource-doors.ts';
import { readEventCases } from '../../support/event-cases.ts';
import { rounds } from '../../support/rounds.ts';
import { doorContext, readDoor, recordOf } from './door-kit.ts';

const DOORS: readonly DoorDecoder[] = [...BLINDING_DOORS, ...RESOURCE_DOORS];
const EVENTS = [
  ...new Set(
    DOORS.flatMap(({ eventSource, eventNames }) =>
      eventNames.map((name) => `${eventSource.split('.')[0] ?? ''} ${name}`),
    ),
  ),
].map((event) => event.split(' ') as [string, string]);

const spelled = (name: string): string => name.replace(/\*$/, '0150331v2');

const CONTEXTS = [doorContext(), doorContext({ ownStack: 'rolecall-prod', ownKeyIds: ['1234'] })];

describe('the table of doors of resources and of blinding', () => {
  test.each(EVENTS)('%s %s survives an empty record, done and refused', (service, name) => {
    for (const context of CONTEXTS) {
      for (const more of [{}, { errorCode: 'AccessDenied', errorMessage: 'No.' }]) {
        const door = readDoor(recordOf(service, spelled(name), more), context);
        expect(door?.explanation ?? '').not.toMatch(/undefined|null|NaN|\[object/);
        if (more.errorCode !== undefined) expect(door?.explanation ?? '').not.toMatch(/ (was|were|now) /);
      }
    }
  });

  test('names that are compared by the rule are given wherever they are asked for', () => {
    const wrong = DOORS.filter(({ ownOnly, ownNameAt }) => (ownOnly === true) !== (ownNameAt !== undefined));
    expect(wrong).toEqual([]);
  });

  test('whatever is of our own stack alone leaves what others own to others', () => {
    const context = doorContext({ ownStack: 'rolecall-prod' });
    const kept = BLINDING_DOORS.filter(({ ownOnly }) => ownOnly === true).flatMap((decoder) =>
      decoder.eventNames.flatMap((name) => {
        const named = Object.fromEntries(
          (decoder.ownNameAt ?? []).map((path) => [path.at(-1) ?? '', 'orders']),
        );
        const record = recordOf(decoder.eventSource.split('.')[0] ?? '', spelled(name), {
          requestParameters: named,
          responseElements: named,
        });
        return decoder.read(record, context) === undefined ? [] : [name];
      }),
    );
    expect(kept).toEqual([]);
  });

  test('parameters of any shape never throw', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, '', '*', [], {}, [[]], { items: 7 }, 'arn:', '{"Statement":[null]}'),
    );
    const parameters = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'policy',
          'Policy',
          'attributes',
          'name',
          'queueUrl',
          'bucketName',
          'AccessControlPolicy',
          'Grant',
          'add',
          'rule',
          'principal',
          'x-amz-acl',
          'eventSelectors',
          'advancedEventSelectors',
          'Rule',
          'layers',
          'patchOperations',
        ),
        fc.string(),
      ),
      value,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...EVENTS),
        parameters,
        parameters,
        fc.boolean(),
        ([service, name], asked, answered, refused) => {
          const record = recordOf(service, spelled(name), {
            requestParameters: asked,
            responseElements: answered,
            ...(refused && { errorCode: 'AccessDenied' }),
          });
          for (const context of CONTEXTS) readDoor(record, context);
        },
      ),
      { numRuns: rounds(300, 1_000) },
    );
  });

  test('nothing secret that a call may hold gets into a finding', () => {
    const secret = 'EXAMPLE-SECRET-VALUE-0123456789';
    const told = EVENTS.flatMap(([service, name]) =>
      CONTEXTS.map((context) =>
        JSON.stringify(
          readDoor(
            recordOf(service, spelled(name), {
              requestParameters: {
                sessionToken: secret,
                eventSourceToken: secret,
                endpoint: `https://hooks.example.com/${secret}`,
                sshPublicKeyBody: secret,
                environment: { variables: { TOKEN: secret } },
                policy: {
                  Statement: {
                    Effect: 'Allow',
                    Principal: '*',
                    Action: 'x:*',
                    Condition: { StringEquals: { 'sts:ExternalId': secret } },
                  },
                },
              },
              responseElements: { credentials: { sessionToken: secret } },
            }),
            context,
          ) ?? '',
        ),
      ),
    );
    expect(told.filter((text) => text.includes(secret))).toEqual([]);
  });

  test('each kind of them has a case in events/ that rings, and one that does not', () => {
    const seen = new Map<string, Set<string>>();
    for (const { name, expectation } of readEventCases()) {
      if (!/^doors-(resources|blinding)\//.test(name)) continue;
      const judged = expectation.judgement as { door?: { kind: string; weight: string } };
      if (judged.door === undefined) continue;
      const weights = seen.get(judged.door.kind) ?? new Set();
      seen.set(judged.door.kind, weights.add(judged.door.weight === 'recorded' ? 'kept' : 'rings'));
    }
    const kinds = [
      'resource-policy',
      'public-access',
      'sharing',
      'function-code',
      'trail',
      'detection',
      'rolecall',
    ];
    expect(kinds.filter((kind) => seen.get(kind)?.size !== 2)).toEqual([]);
  });
});
