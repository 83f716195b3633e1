/** Ids: each used once, each reference leads somewhere, and what nobody refers to is pointed out. */
import { textAt } from '../kernel/json.ts';
import { type ConfigurationProblem, type Path, pathText } from './configuration-problem.ts';
import { idsOf, type ListName, type Part, partsOf, textsAt } from './listed-parts.ts';
import { nearestWord } from './nearest-word.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { mayBeSecret } from './recognise-secret.ts';
import { shownValue } from './shown-value.ts';

const LISTS: readonly ListName[] = [
  'accounts',
  'owners',
  'clients',
  'trustedAccounts',
  'principals',
  'destinations',
];

/** Duplicate ids, references that lead nowhere, entries nobody uses. */
export const referenceProblems = (document: YamlDocument): readonly ConfigurationProblem[] => [
  ...LISTS.flatMap((list) => duplicates(document, list)),
  ...ownersAsClients(document),
  ...nearlyEqualDestinations(document),
  ...reservedDestinations(document),
  ...strangers(document),
  ...danglingReferences(document),
  ...unused(document),
];

const problemAt = (document: YamlDocument, path: Path, message: string): ConfigurationProblem => {
  const value = shownValue(document, path);
  return { level: 'error', path: pathText(path), ...(value === undefined ? {} : { value }), message };
};

const warning = (path: Path, message: string): ConfigurationProblem => ({
  level: 'warning',
  path: pathText(path),
  message,
});

const duplicates = (document: YamlDocument, list: ListName): readonly ConfigurationProblem[] => {
  const first = new Map<string, number>();
  return partsOf(document.content, list).flatMap(({ index, entry }) => {
    const id = textAt(entry, 'id');
    if (id === undefined) return [];
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return [];
    }
    return [
      problemAt(
        document,
        [list, index, 'id'],
        `is already the id of ${pathText([list, earlier])}; use each once`,
      ),
    ];
  });
};

/** People are let in by party (`viewer@acme`): an id that means two would let them see what the other one sees. */
const ownersAsClients = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const owners = idsOf(document.content, 'owners');
  return partsOf(document.content, 'clients').flatMap(({ index, entry }) => {
    const owner = owners.indexOf(textAt(entry, 'id') ?? '');
    return owner === -1
      ? []
      : [
          problemAt(
            document,
            ['clients', index, 'id'],
            `is the id of ${pathText(['owners', owner])} as well, so that groups such as viewer@<id> would mean both; choose another`,
          ),
        ];
  });
};

/** The stack names its resources after destinations, and CloudFormation allows letters and digits only. */
const nearlyEqualDestinations = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const first = new Map<string, { readonly index: number; readonly id: string }>();
  return partsOf(document.content, 'destinations').flatMap(({ index, entry }) => {
    const id = textAt(entry, 'id') ?? '';
    const bare = id.replaceAll('-', '');
    const earlier = first.get(bare);
    if (!earlier) first.set(bare, { index, id });
    return earlier && earlier.id !== id
      ? [
          problemAt(
            document,
            ['destinations', index, 'id'],
            `differs from the id of ${pathText(['destinations', earlier.index])} in hyphens only; choose another`,
          ),
        ]
      : [];
  });
};

/** Built in: the topic of the alarms, through which whoever runs Rolecall is told (`lib/delivery/operator.ts`). */
export const RESERVED_DESTINATION = 'rolecall-operator';
/** The same for the canary's (`lib/delivery/canary.ts`). */
const RESERVED_FOR_CANARY = 'rolecall-canary';

const WHOSE_TOPIC: Readonly<Record<string, string>> = {
  [RESERVED_DESTINATION]: 'the operator’s topic',
  [RESERVED_FOR_CANARY]: 'the canary’s topic',
};

const reservedDestinations = (document: YamlDocument): readonly ConfigurationProblem[] =>
  partsOf(document.content, 'destinations')
    .filter(({ entry }) => Object.hasOwn(WHOSE_TOPIC, textAt(entry, 'id') ?? ''))
    .map(({ entry, index }) =>
      problemAt(
        document,
        ['destinations', index, 'id'],
        `is the id of ${WHOSE_TOPIC[textAt(entry, 'id') ?? ''] ?? 'a topic'}, which Rolecall makes itself; choose another`,
      ),
    );

/** An account is ours or somebody else's. */
const strangers = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const ours = new Set(idsOf(document.content, 'accounts'));
  return partsOf(document.content, 'trustedAccounts').flatMap(({ index, entry }) =>
    ours.has(textAt(entry, 'id') ?? '')
      ? [
          problemAt(
            document,
            ['trustedAccounts', index, 'id'],
            'is listed under accounts already; remove it here',
          ),
        ]
      : [],
  );
};

interface Reference {
  readonly path: Path;
  readonly id: string;
  readonly list: 'owners' | 'clients' | 'destinations';
}

const danglingReferences = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const known = {
    owners: idsOf(document.content, 'owners'),
    clients: idsOf(document.content, 'clients'),
    destinations: idsOf(document.content, 'destinations'),
  };
  return referencesOf(document.content)
    .filter(({ list, id }) => !known[list].includes(id))
    .map(({ path, list, id }) => {
      const candidates = known[list].filter((candidate) => !mayBeSecret(candidate));
      const meant = nearestWord(id, candidates);
      const hint = meant ? `did you mean ${meant}?` : `known are ${candidates.join(', ') || 'none'}`;
      return problemAt(document, path, `is not listed under ${list}; ${hint}`);
    });
};

const referencesOf = (content: unknown): readonly Reference[] => {
  const defaultOwner = textAt(content, 'defaultOwner');
  return [
    ...(defaultOwner ? [{ path: ['defaultOwner'], id: defaultOwner, list: 'owners' } as const] : []),
    ...(['accounts', 'roles'] as const).flatMap((list) =>
      partsOf(content, list).flatMap(({ index, entry }) => partyReferences([list, index], entry)),
    ),
    ...(['owners', 'clients'] as const).flatMap((list) =>
      partsOf(content, list).flatMap(({ index, entry }) =>
        textsAt(entry, 'destinations').map((listed) => ({
          path: [list, index, 'destinations', listed.index],
          id: listed.text,
          list: 'destinations' as const,
        })),
      ),
    ),
    ...partsOf(content, 'owners').flatMap(({ index, entry }) => {
      const id = textAt(entry, 'fallback');
      return id ? [{ path: ['owners', index, 'fallback'], id, list: 'destinations' } as const] : [];
    }),
  ];
};

const partyReferences = (path: Path, entry: Part['entry']): readonly Reference[] => {
  const owner = textAt(entry, 'owner');
  const client = textAt(entry, 'client');
  return [
    ...(owner ? [{ path: [...path, 'owner'], id: owner, list: 'owners' as const }] : []),
    ...(client ? [{ path: [...path, 'client'], id: client, list: 'clients' as const }] : []),
  ];
};

const unused = ({ content }: YamlDocument): readonly ConfigurationProblem[] => {
  const references = referencesOf(content);
  const isUsed = (list: Reference['list'], id: string | undefined): boolean =>
    references.some((reference) => reference.list === list && reference.id === id);
  return (['owners', 'clients', 'destinations'] as const).flatMap((list) =>
    partsOf(content, list)
      .filter(({ entry }) => textAt(entry, 'id') !== undefined && !isUsed(list, textAt(entry, 'id')))
      .map(({ index }) => warning([list, index], UNUSED[list])),
  );
};

const UNUSED = {
  owners: 'is the owner of nothing; nobody there will be told',
  clients: 'is the client of no account and no role; nobody there will be told',
  destinations: 'is used by nobody; list it under destinations of an owner or a client',
} as const;
