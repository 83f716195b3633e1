/** One flipped byte anywhere in what is kept of an access is found: every value of every item is tried. */
import { inspectTable } from '../../lib/aws/inspect-access.ts';
import { type Item, keyOf, type Table } from '../../lib/aws/table.ts';
import { compareEvents } from '../../lib/history/compare-events.ts';
import { hashedEvent } from '../../lib/history/hash-event.ts';
import type { SealLeaf } from '../../lib/history/seal.ts';
import { isObject } from '../../lib/kernel/json.ts';
import { findSealedHours } from '../../lib/usecases/sealed-hours.ts';
import { type Sealing, verifyAccess } from '../../lib/usecases/verify-access.ts';
import { verifyHours } from '../../lib/usecases/verify-hours.ts';
import {
  SEALED_MILLISECONDS,
  ALICE,
  DIGEST,
  REPEAT,
  startSealedWorld,
  type Stores,
  SWITCH,
} from '../support/sealed-world.ts';
import { MUTED, UNMUTED } from '../support/review-sealed-world.ts';

jest.setTimeout(SEALED_MILLISECONDS);

type Path = readonly (string | number)[];

/** What the ledger keeps for its own steps, and means nothing once a delivery is settled. */
const LEFT_OVER = [
  'openToken',
  'leaseToken',
  'leaseUntil',
  'finishToken',
  'settledToken',
  'doubtful',
  'waitsSince',
  'dueAt',
];

/** Held by one hash each: a few of their many values are enough. */
const HASHED = ['notification', 'follows'];

const leavesOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (Array.isArray(value)) return value.flatMap((entry, index) => leavesOf(entry, [...path, index]));
  if (!isObject(value) || value instanceof Set) return [path];
  return Object.entries(value).flatMap(([name, entry]) => leavesOf(entry, [...path, name]));
};

const flip = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Set) return new Set([...value].map(flip));
  const text = String(value);
  const last = text.charCodeAt(text.length - 1);
  // The lowest bit of the last byte.
  return text === '' ? 'x' : text.slice(0, -1) + String.fromCharCode(last ^ 1);
};

const flipAt = (value: unknown, [first, ...rest]: Path): unknown => {
  if (first === undefined) return flip(value);
  if (Array.isArray(value))
    return value.map((entry, index) => (index === first ? flipAt(entry, rest) : entry));
  return isObject(value) ? { ...value, [first]: flipAt(value[first], rest) } : value;
};

/** A table that holds these items and answers what an inspection asks: for a partition, or for one item. */
const tableOf = (items: readonly Item[], real: Table): Table => ({
  ...real,
  query: async ({ values }) => ({
    items: items.filter(
      ({ pk, sk }) => pk === values[':pk'] && (values[':sk'] === undefined || sk === values[':sk']),
    ),
  }),
});

describe('One flipped byte', () => {
  let world: Stores;
  let sealing: Sealing;
  let leaves: readonly SealLeaf[];
  let digests: readonly Item[];

  beforeAll(async () => {
    world = await startSealedWorld();
    const sealed = await findSealedHours(world, {});
    sealing = { ...(await verifyHours(world, sealed)), last: sealed.last ?? '', since: sealed.since ?? '' };
    const anchors = await Promise.all(sealed.hours.map((hour) => world.anchors.read(hour)));
    leaves = anchors.flatMap((anchor) => anchor?.leaves ?? []);
    digests = await world.itemsOf(`access#${DIGEST}`);
  });
  afterAll(() => world.close());

  const findingsWith = async (accessId: string, items: readonly Item[]) => {
    const others = accessId === DIGEST ? [] : digests;
    const inspected = await inspectTable(tableOf([...items, ...others], world.table)).read(accessId);
    const own = leaves.filter((leaf) => leaf.accessId === accessId);
    const { changed, missing } = compareEvents(own, inspected.events.map(hashedEvent));
    return verifyAccess({ inspected, sealing, suspects: [...changed, ...missing] });
  };

  it.each([ALICE, REPEAT, SWITCH, DIGEST, MUTED, UNMUTED])(
    'anywhere in what is kept of %s is found',
    async (accessId) => {
      const items = await world.itemsOf(`access#${accessId}`);
      expect(await findingsWith(accessId, items)).toEqual([]);
      const unseen: string[] = [];
      let tried = 0;
      for (const item of items) {
        for (const [index, path] of leavesOf(item).entries()) {
          const attribute = String(path[0]);
          if (attribute === 'pk' || attribute === 'sk' || LEFT_OVER.includes(attribute)) continue;
          if (HASHED.includes(attribute) && index % 9 !== 0) continue;
          tried += 1;
          const changed = items.map((each) => (each === item ? (flipAt(item, path) as Item) : each));
          const findings = await findingsWith(accessId, changed);
          if (findings.length === 0) unseen.push(`${String(item['sk'])}: ${path.join('.')}`);
          expect(findings.every((finding) => finding.accessId === accessId)).toBe(true);
        }
      }
      expect(unseen).toEqual([]);
      expect(tried).toBeGreaterThan(40);
    },
  );

  it.each([ALICE, REPEAT, SWITCH, DIGEST, MUTED, UNMUTED])(
    'is not needed: any item of %s that is gone is missed',
    async (accessId) => {
      const items = await world.itemsOf(`access#${accessId}`);
      const unseen: string[] = [];
      for (const item of items) {
        const left = items.filter((each) => each !== item);
        if ((await findingsWith(accessId, left)).length === 0) unseen.push(keyOf(item).sk);
      }
      expect(unseen).toEqual([]);
    },
  );
});
