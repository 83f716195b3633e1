/** Who reads what: the owner's edition names what a client must not see, and one client must not read about another. */
import { type ConfigurationProblem, pathText } from './configuration-problem.ts';
import { textAt } from '../kernel/json.ts';
import { type Part, partsOf, textsAt } from './listed-parts.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { shownValue } from './shown-value.ts';

interface Use {
  readonly list: 'owners' | 'clients';
  readonly partyIndex: number;
  readonly index: number;
  readonly destinationId: string;
}

export const audienceProblems = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const uses = (['owners', 'clients'] as const).flatMap((list) =>
    partsOf(document.content, list).flatMap((party) => usesOf(list, party)),
  );
  return [
    ...uses.flatMap((use) => judge(use, uses).map((verdict) => problem(document, use, verdict))),
    ...silentClients(document),
    ...lonelyDestinations(document),
    ...fallbackProblems(document),
  ];
};

const usesOf = (list: Use['list'], { index: partyIndex, entry }: Part): readonly Use[] =>
  textsAt(entry, 'destinations').map(({ index, text }) => ({ list, partyIndex, index, destinationId: text }));

type Verdict = Pick<ConfigurationProblem, 'level' | 'message'>;

const judge = (use: Use, uses: readonly Use[]): readonly Verdict[] => {
  const earlier = uses
    .slice(0, uses.indexOf(use))
    .filter((other) => other.destinationId === use.destinationId);
  if (earlier.some((other) => isSameParty(other, use))) {
    return [{ level: 'error', message: 'is listed twice; remove one of them' }];
  }
  if (use.list !== 'clients') return [];
  const owner = earlier.find((other) => other.list === 'owners');
  if (owner) {
    const party = pathText(['owners', owner.partyIndex]);
    return [
      {
        level: 'error',
        message: `tells ${party} already, and owners and clients read different editions; give the client a destination of its own`,
      },
    ];
  }
  const client = earlier.find((other) => other.list === 'clients');
  return client
    ? [
        {
          level: 'warning',
          message: `tells ${pathText(['clients', client.partyIndex])} as well: each of them will read about the other`,
        },
      ]
    : [];
};

const isSameParty = (a: Use, b: Use): boolean => a.list === b.list && a.partyIndex === b.partyIndex;

const problem = (document: YamlDocument, use: Use, verdict: Verdict): ConfigurationProblem => {
  const path = [use.list, use.partyIndex, 'destinations', use.index];
  const value = shownValue(document, path);
  return { ...verdict, path: pathText(path), ...(value === undefined ? {} : { value }) };
};

const silentClients = ({ content }: YamlDocument): readonly ConfigurationProblem[] =>
  partsOf(content, 'clients')
    .filter(({ entry }) => Array.isArray(entry.destinations) && entry.destinations.length === 0)
    .map(({ index }) => ({
      level: 'warning',
      path: pathText(['clients', index, 'destinations']),
      message: 'is empty: this client will not be told anything',
    }));

/** One refusal (a webhook revoked, a token expired) would leave nobody of this owner told. */
const lonelyDestinations = ({ content }: YamlDocument): readonly ConfigurationProblem[] =>
  partsOf(content, 'owners')
    .filter(({ entry }) => entry.fallback === undefined && textsAt(entry, 'destinations').length === 1)
    .map(({ index }) => ({
      level: 'warning',
      path: pathText(['owners', index, 'destinations']),
      message:
        'is one alone, without a fallback: when it refuses, nobody is told instead; ' +
        'list a second destination, or write fallback: <a destination of another owner>',
    }));

/** A fallback stands in for a destination that refused: one that refused itself helps nobody, and a client must not read for others. */
const fallbackProblems = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const { content } = document;
  return partsOf(content, 'owners').flatMap(({ index, entry }) => {
    const fallback = textAt(entry, 'fallback');
    if (fallback === undefined) return [];
    const lists = (part: Part): boolean =>
      textsAt(part.entry, 'destinations').some(({ text }) => text === fallback);
    const client = partsOf(content, 'clients').find(lists);
    const path = ['owners', index, 'fallback'];
    const value = shownValue(document, path);
    const problem = (verdict: Verdict): ConfigurationProblem => ({
      ...verdict,
      path: pathText(path),
      ...(value === undefined ? {} : { value }),
    });
    if (client !== undefined) {
      const party = pathText(['clients', client.index]);
      return [
        problem({
          level: 'error',
          message: `tells ${party}, who would read the owner's edition; choose a destination of an owner`,
        }),
      ];
    }
    return lists({ index, entry })
      ? [
          problem({
            level: 'warning',
            message: 'is told already: when it refuses, nobody is told instead; choose another destination',
          }),
        ]
      : [];
  });
};
