/**
 * Records of AWS that something has damaged, or that somebody has written to do harm: whatever they hold, they get an
 * answer, no secret leaves them, and no entry vanishes.
 */
import fc from 'fast-check';
import { wrapRecord } from '../../lib/access/wrap-record.ts';
import { parseRoleArn } from '../../lib/kernel/arn.ts';
import { at, isObject, parseJson, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { type Judgement, judgeEvent } from '../../lib/usecases/judge-event.ts';
import { describeCorpus, readCorpus } from '../support/corpus.ts';
import { OWN_STACK, readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { rounds } from '../support/rounds.ts';
import { anyText } from '../support/any-text.ts';

/** How often each property is tried; ten times as often finds no more than this does in ten runs. */
const RUNS = rounds(150, 1200);
const RUNS_WITH_LARGE_TEXTS = rounds(5, 40);

const TOKEN = 'CANARY-SESSION-TOKEN-PLANTED';
const EXTERNAL_ID = 'CANARY,external:id/PLANTED';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nCANARYCERTIFICATEPLANTED==\n-----END CERTIFICATE-----';

/** Under these names AWS records what must not be carried along. */
const SECRETS: ReadonlyMap<string, string> = new Map([
  ['sessionToken', TOKEN],
  ['externalId', EXTERNAL_ID],
  ['cert', CERTIFICATE],
  ['secretAccessKey', TOKEN],
  ['token', TOKEN],
]);

const CANARIES = ['SESSION-TOKEN-PLANTED', 'external:id/PLANTED', 'CANARYCERTIFICATE'];

type Tree = unknown;
type Path = readonly (string | number)[];

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> | readonly unknown[] =>
  typeof value === 'object' && value !== null;

const pathsOf = (tree: Tree, path: Path = []): readonly Path[] => {
  if (Array.isArray(tree)) return [path, ...tree.flatMap((item, index) => pathsOf(item, [...path, index]))];
  if (!isTree(tree)) return [path];
  return [path, ...Object.entries(tree).flatMap(([key, field]) => pathsOf(field, [...path, key]))];
};

const read = (tree: Tree, path: Path): Tree =>
  path.reduce<unknown>((here, key) => (here as Readonly<Record<string | number, unknown>>)[key], tree);

/** A copy with one place changed; own keys only, so that `__proto__` is a key like any other. */
const change = (tree: Tree, path: Path, edit: (was: unknown) => unknown): Tree => {
  const [key, ...rest] = path;
  if (key === undefined) return edit(tree);
  if (Array.isArray(tree))
    return tree.map((item, index) => (index === key ? change(item, rest, edit) : item));
  return fromEntries(
    Object.entries(tree as Readonly<Record<string, unknown>>).map(([name, field]) =>
      name === key ? [name, change(field, rest, edit)] : [name, field],
    ),
  );
};

const fromEntries = (entries: readonly (readonly [string, unknown])[]): Tree => {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
};

const drop = (tree: Tree, path: Path): Tree => {
  const key = path.at(-1);
  if (key === undefined) return tree;
  return change(tree, path.slice(0, -1), (holder) =>
    Array.isArray(holder)
      ? holder.filter((_item, index) => index !== key)
      : fromEntries(Object.entries(holder as object).filter(([name]) => name !== key)),
  );
};

const retyped = (value: unknown): unknown => {
  if (Array.isArray(value)) return fromEntries(value.map((item, index) => [String(index), item]));
  if (isTree(value)) return Object.values(value);
  if (typeof value === 'string') return value === '' ? 0 : [value];
  return typeof value === 'number' ? String(value) : String(value) === 'true' ? 'true' : {};
};

const nested = (value: unknown, levels: number): unknown => {
  let tree = value;
  for (let level = 0; level < levels; level += 1) tree = level % 2 === 0 ? [tree] : { Statement: tree };
  return tree;
};

const WORDS = [
  '',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'NaN',
  '\u0000',
  '\ud800',
  '\udc00\ud800',
  '\u202e',
  '\u001b[2J',
  '%2',
  '{',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*"}}',
  'arn:aws:iam::111122223333:role/',
  'arn:::::',
  'AROA:',
  'HIDDEN_DUE_TO_SECURITY_REASONS',
  'x'.repeat(5000),
];

const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom<unknown>(null, true, false, -0, 1e308, 1e21, [], {}, [[]], [null], { toString: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
  anyText({ maxLength: 30 }),
);

type Mutation = (tree: Tree, pick: (among: number) => number) => Tree;

const somewhere = (tree: Tree, pick: (among: number) => number): Path => {
  const paths = pathsOf(tree);
  return paths[pick(paths.length)] ?? [];
};

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.constant<Mutation>((tree, pick) => drop(tree, somewhere(tree, pick))),
  fc.constant<Mutation>((tree, pick) => change(tree, somewhere(tree, pick), retyped)),
  // A field under the name of another, so that a list stands where a text is expected and the other way round.
  fc.constant<Mutation>((tree, pick) => {
    const from = read(tree, somewhere(tree, pick));
    return change(tree, somewhere(tree, pick), () => from);
  }),
  fc.constant<Mutation>((tree, pick) => {
    const [one, other] = [somewhere(tree, pick), somewhere(tree, pick)];
    const [first, second] = [read(tree, one), read(tree, other)];
    if (startsWith(one, other) || startsWith(other, one)) return tree;
    return change(
      change(tree, one, () => second),
      other,
      () => first,
    );
  }),
  fc.constant<Mutation>((tree, pick) => change(tree, somewhere(tree, pick), (was) => [was, was])),
  fc
    .integer({ min: 1, max: 60 })
    .map<Mutation>(
      (levels) => (tree, pick) => change(tree, somewhere(tree, pick), (was) => nested(was, levels)),
    ),
  garbage.map<Mutation>((value) => (tree, pick) => change(tree, somewhere(tree, pick), () => value)),
  fc.tuple(fc.constantFrom('__proto__', 'constructor', 'errorCode', 'arn', 'type'), garbage).map<Mutation>(
    ([key, value]) =>
      (tree, pick) =>
        change(tree, somewhere(tree, pick), (was) =>
          isObject(was) ? fromEntries([...Object.entries(was), [key, value]]) : was,
        ),
  ),
);

const startsWith = (path: Path, beginning: Path): boolean =>
  beginning.every((key, index) => path[index] === key);

/** The values under the names of secrets, wherever these stand after all mutations. */
const withCanaries = (tree: Tree): Tree => {
  if (Array.isArray(tree)) return tree.map(withCanaries);
  if (!isTree(tree)) return tree;
  return fromEntries(
    Object.entries(tree).map(([key, field]) => [
      key,
      typeof field === 'string' && SECRETS.has(key) ? SECRETS.get(key) : withCanaries(field),
    ]),
  );
};

/** Tokens that stand in the examples themselves may be moved anywhere by a mutation: they are no secrets here. */
const withoutTokens = (tree: Tree): Tree =>
  parseJson(JSON.stringify(tree).replaceAll(/(?:EXAMPLE|CANARY)-SESSION-TOKEN[\w-]*/g, 'token'));

const planted = (tree: Tree, pick: (among: number) => number): Tree => {
  const objects = pathsOf(tree).filter((path) => isObject(read(tree, path)));
  const path = objects[pick(objects.length)];
  return path === undefined
    ? tree
    : change(tree, path, (was) =>
        fromEntries([
          ...Object.entries(was as object),
          ...[...SECRETS].map(([key, value]) => [key, value] as const),
        ]),
      );
};

interface Mutated {
  readonly event: Tree;
  readonly text: string;
}

const mutatedOf = (bases: readonly Tree[], spoil: fc.Arbitrary<Mutation> = mutation): fc.Arbitrary<Mutated> =>
  fc
    .tuple(
      fc.constantFrom(...bases),
      fc.array(spoil, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    )
    .map(([base, mutations, numbers]) => {
      let used = 0;
      const pick = (among: number): number => {
        used += 1;
        return among === 0 ? 0 : (numbers[used % numbers.length] ?? 0) % among;
      };
      const spoilt = mutations.reduce<Tree>((tree, mutate) => mutate(tree, pick), base);
      const event = withCanaries(planted(spoilt, pick));
      return { event, text: JSON.stringify(event) };
    });

const KINDS = ['access', 'switch-half', 'caller-copy', 'door', 'ignored', 'unreadable', 'heartbeat'];

/** Everything else about a successful entry is told to somebody. */
const MAY_BE_IGNORED = ['role-not-designated', 'caller-side-copy'];

const vanishes = (policy: Policy, event: Tree, judgement: Judgement): boolean => {
  const detail = at(event, 'detail');
  const recorder = textAt(detail, 'recipientAccountId');
  const isEntry =
    textAt(event, 'source') === 'aws.sts' &&
    textAt(detail, 'eventSource') === 'sts.amazonaws.com' &&
    textAt(detail, 'eventName')?.startsWith('AssumeRole') === true &&
    textAt(detail, 'errorCode') === undefined &&
    policy.accounts.some(({ id }) => id === recorder);
  if (!isEntry) return false;
  if (judgement.kind === 'access' || judgement.kind === 'unreadable') return false;
  const role = parseRoleArn(textAt(detail, 'requestParameters', 'roleArn') ?? '');
  if (judgement.kind === 'ignored' && MAY_BE_IGNORED.includes(judgement.reason)) return false;
  return !(judgement.kind === 'caller-copy' && role?.accountId !== recorder);
};

const check = (policy: Policy, { event, text }: Mutated): void => {
  const judgement = judgeEvent(policy, text, { ownStack: OWN_STACK });
  expect(KINDS).toContain(judgement.kind);
  const kept = JSON.stringify(judgement);
  expect(CANARIES.filter((canary) => kept.includes(canary))).toEqual([]);
  expect(vanishes(policy, event, judgement)).toBe(false);
};

const policy = readEventPolicy();
const cases = readEventCases().flatMap(({ text }) => {
  const event = parseJson(text);
  return isObject(event) ? [withoutTokens(event)] : [];
});
const entries = cases.filter((event) => textAt(event, 'source') === 'aws.sts');

describe('spoilt records of every kind in events/', () => {
  test('get an answer, give away no secret, and no entry vanishes', () => {
    fc.assert(
      fc.property(mutatedOf(cases), (mutated) => check(policy, mutated)),
      { numRuns: RUNS },
    );
  });

  test('nor does an entry, when nothing but entries is spoilt', () => {
    fc.assert(
      fc.property(mutatedOf(entries), (mutated) => check(policy, mutated)),
      { numRuns: RUNS },
    );
  });

  test('neither do texts of a million characters', () => {
    const large = fc
      .constantFrom('x', '{"a":', '[', '%25', ':', '/', '*', 'ab ', '\ud83d\ude00', '\ud800')
      .map<Mutation>((part) => {
        const text = part.repeat(Math.ceil(1e6 / part.length));
        return (tree, pick) => change(tree, somewhere(tree, pick), () => text);
      });
    fc.assert(
      fc.property(mutatedOf(cases, large), (mutated) => check(policy, mutated)),
      { numRuns: RUNS_WITH_LARGE_TEXTS },
    );
  });

  test('the mutations reach every kind of answer', () => {
    const kinds = fc
      .sample(mutatedOf(cases), { numRuns: rounds(600, 3000), seed: 7 })
      .map(({ text }) => judgeEvent(policy, text, { ownStack: OWN_STACK }).kind);
    for (const kind of ['access', 'switch-half', 'door', 'ignored', 'unreadable'])
      expect(kinds).toContain(kind);
  });

  test('an entry that was spoilt is mostly still heard', () => {
    const heard = fc
      .sample(mutatedOf(entries), { numRuns: 500, seed: 7 })
      .filter(({ text }) => ['access', 'unreadable'].includes(judgeEvent(policy, text).kind));
    expect(heard.length).toBeGreaterThan(250);
  });
});

describeCorpus('spoilt real records (ROLECALL_CORPUS)', () => {
  const everyRole = (accountId: string): Policy => ({
    ...policy,
    accounts: [{ id: accountId, name: 'Somebody', owner: 'platform-team', retentionDays: 30 }],
    roles: [
      { pattern: `arn:aws:iam::${accountId}:role/*`, accountId, name: 'Every role', owner: 'platform-team' },
    ],
  });

  test('get an answer, give away no secret, and no entry vanishes', () => {
    const events = [...readCorpus('roles'), ...readCorpus('doors')].map(({ record }) =>
      withoutTokens(wrapRecord(record)),
    );
    fc.assert(
      fc.property(mutatedOf(events), (mutated) => {
        const recorder = textAt(mutated.event, 'detail', 'recipientAccountId') ?? '111122223333';
        check(everyRole(recorder), mutated);
      }),
      { numRuns: RUNS },
    );
  });
});
