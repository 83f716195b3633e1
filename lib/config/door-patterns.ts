/**
 * The rules for doors, made from the list that decodes them, so that no door can be known to the code and unheard by the
 * bus. Doors of several services share a rule as far as a pattern may be long (`$or`): one rule for each service would
 * need a third of what a bus takes as soon as there are many accounts (ADR 10).
 */
import type { DoorDecoder } from '../access/doors/door-decoder.ts';
import { REGION_DETAIL_TYPE, REGION_SOURCE } from '../access/decode-region-change.ts';
import { countOf, type GeneratedRule, packed, type PatternJson } from './generated-rule.ts';

/** One event name of one decoder: what is packed into rules. */
interface Atom {
  /** `*`: every service of AWS. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly detail: PatternJson;
  /** Equal for whatever may stand in one branch of a pattern. */
  readonly key: string;
}

/** The rules that ring for doors in these accounts, always in the same order. */
export const doorRules = (
  accountIds: readonly string[],
  decoders: readonly DoorDecoder[],
): readonly GeneratedRule[] => {
  const atoms = atomsOf(decoders);
  const everywhere = atoms.filter(({ eventSource }) => eventSource === '*');
  const known = atoms.filter(({ eventSource }) => eventSource !== '*');
  return [
    ...numbered('Doors', packedDoors(accountIds, known)),
    ...numbered('EveryService', packedDoors(accountIds, everywhere)),
    ...numbered('RegionsEnabled', packed(accountIds, regionPattern).map(regionRule)),
  ];
};

type Unnamed = Omit<GeneratedRule, 'name'>;

const numbered = (name: string, rules: readonly Unnamed[]): readonly GeneratedRule[] =>
  rules.map((rule, index) => ({ name: `${name}${String(index + 1)}`, ...rule }));

/**
 * In the order of their text: whoever adds a decoder changes as few rules as possible. Where only our own resources matter
 * (`ownOnly`), those of others are let in, too: our name stands behind the beginning of an ARN, a URL or a message, and only
 * a wildcard, of which a bus takes few, would find it there.
 */
const atomsOf = (decoders: readonly DoorDecoder[]): readonly Atom[] =>
  decoders
    .flatMap(({ eventSource, eventNames, detail = {} }) => {
      const key = `${eventSource} ${JSON.stringify(detail)}`;
      return eventNames.map((eventName) => ({ eventSource, eventName, detail, key }));
    })
    .sort((one, other) => compare(one.key, other.key) || compare(one.eventName, other.eventName));

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** Half a pattern of account numbers: where there are many, doors and accounts have room beside each other. */
const CROWD = 64;

const packedDoors = (accountIds: readonly string[], atoms: readonly Atom[]): readonly Unnamed[] => {
  const crowd = accountIds.slice(0, CROWD);
  return packed(atoms, (doors) => ({ account: crowd, ...eventsOf(doors) })).flatMap((doors) => {
    const events = eventsOf(doors);
    return packed(accountIds, (accounts) => ({ account: accounts, ...events })).map((account) => ({
      description: describe(doors, account),
      pattern: { account, ...events },
    }));
  });
};

const eventsOf = (atoms: readonly Atom[]): PatternJson => {
  const branches = branchesOf(atoms);
  return {
    source: [...new Set(atoms.map(({ eventSource }) => eventSource))].map(sourcePattern),
    // AWS spells the detail-type of sign-ins in more than one way, so it stays open: nothing but CloudTrail has these fields.
    detail: branches.length === 1 ? (branches[0] ?? {}) : { $or: branches },
  };
};

/** Nobody but AWS can write a source that begins so. */
const sourcePattern = (eventSource: string): unknown =>
  eventSource === '*' ? { prefix: 'aws.' } : `aws.${eventSource.split('.')[0] ?? ''}`;

/** One for each service and what else is compared, in the order of the atoms. */
const branchesOf = (atoms: readonly Atom[]): readonly PatternJson[] => {
  const groups = new Map<string, Atom[]>();
  for (const atom of atoms) groups.set(atom.key, [...(groups.get(atom.key) ?? []), atom]);
  return [...groups.values()].map(branchOf);
};

const branchOf = (atoms: readonly Atom[]): PatternJson => {
  const [{ eventSource, detail } = { eventSource: '*', detail: {} }] = atoms;
  const names = namePatterns(atoms.map(({ eventName }) => eventName));
  return {
    ...(eventSource === '*' ? {} : { eventSource: [eventSource] }),
    ...(names.length === 0 ? {} : { eventName: names }),
    ...detail,
  };
};

/** Without those that another one covers; none at all for `*`, which stands for every name. */
const namePatterns = (names: readonly string[]): readonly unknown[] => {
  if (names.includes('*')) return [];
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return [...new Set(names)]
    .filter((name) => !prefixes.some((prefix) => name.startsWith(prefix) && name !== `${prefix}*`))
    .map((name) => (name.endsWith('*') ? { prefix: name.slice(0, -1) } : name));
};

const describe = (atoms: readonly Atom[], accountIds: readonly string[]): string => {
  const services = [...new Set(atoms.map(({ eventSource }) => eventSource.split('.')[0] ?? ''))];
  const what = services.includes('*') ? 'every service' : services.join(', ');
  return `Doors of ${what.slice(0, 400)}, in ${countOf(new Set(accountIds))}`;
};

/** No CloudTrail record, so it has fields of its own. */
const regionPattern = (accountIds: readonly string[]): PatternJson => ({
  account: accountIds,
  source: [REGION_SOURCE],
  'detail-type': [REGION_DETAIL_TYPE],
});

const regionRule = (accountIds: readonly string[]): Unnamed => ({
  description: `Regions enabled and disabled, in ${countOf(new Set(accountIds))}`,
  pattern: regionPattern(accountIds),
});
