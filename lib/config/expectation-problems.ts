/** What is expected of entries: accounts that nobody knows, and whatever is written twice. */
import { textAt } from '../kernel/json.ts';
import { globalRegionOf, partitionOfRegion } from './aws-regions.ts';
import { type ConfigurationProblem, type Path, pathText } from './configuration-problem.ts';
import { idsOf, partsOf, textsAt } from './listed-parts.ts';
import { valueAt, type YamlDocument } from './parse-yaml.ts';
import { partitionOfConfiguration } from './partition-problems.ts';
import { shownValue } from './shown-value.ts';

export const expectationProblems = (document: YamlDocument): readonly ConfigurationProblem[] => [
  ...partsOf(document.content, 'roles').flatMap(({ index }) => [
    ...twice(document, ['roles', index, 'expectedAccounts']),
    ...twice(document, ['roles', index, 'services']),
  ]),
  ...partsOf(document.content, 'owners').flatMap(({ index }) =>
    twice(document, ['owners', index, 'workingHours', 'days']),
  ),
  ...twice(document, ['regions']),
  ...twice(document, ['deployers']),
  ...twice(document, ['ownSubjects']),
  ...unknownAccounts(document),
  ...regionsInVain(document),
];

interface Verdict {
  readonly level: ConfigurationProblem['level'];
  readonly message: string;
}

const problemAt = (document: YamlDocument, path: Path, verdict: Verdict): ConfigurationProblem => {
  const value = shownValue(document, path);
  return { ...verdict, path: pathText(path), ...(value === undefined ? {} : { value }) };
};

/** The texts of a list that stand in it before. */
const twice = (document: YamlDocument, path: Path): readonly ConfigurationProblem[] => {
  const texts = listedAt(document, path);
  return texts
    .filter(({ text }, place) => texts.findIndex((other) => other.text === text) < place)
    .map(({ index }) =>
      problemAt(document, [...path, index], {
        level: 'error',
        message: 'is listed twice; remove one of them',
      }),
    );
};

const listedAt = ({ content }: YamlDocument, path: Path) => {
  const list = valueAt(content, path);
  return textsAt({ list }, 'list');
};

const unknownAccounts = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const { content } = document;
  const known = [...idsOf(content, 'accounts'), ...idsOf(content, 'trustedAccounts')];
  return partsOf(content, 'roles').flatMap(({ index: role, entry }) =>
    textsAt(entry, 'expectedAccounts')
      .filter(({ text }) => !known.includes(text))
      .map(({ index }) =>
        problemAt(document, ['roles', role, 'expectedAccounts', index], {
          level: 'warning',
          message: 'is listed nowhere else, so messages cannot name it; add it to trustedAccounts',
        }),
      ),
  );
};

/** A collector forwards to the home Region, and nothing leaves a partition. */
const regionsInVain = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const { content } = document;
  const partition = partitionOfConfiguration(content);
  const home = textAt(content, 'homeRegion') ?? globalRegionOf(partition);
  return listedAt(document, ['regions']).flatMap(({ index, text }) => {
    const path = ['regions', index];
    if (text === home) {
      return [
        problemAt(document, path, { level: 'warning', message: 'is the home Region already; remove it' }),
      ];
    }
    const other = partitionOfRegion(text);
    if (other === undefined || other === partition) return [];
    return [
      problemAt(document, path, {
        level: 'error',
        message: `is in another partition than ${home}, and nothing is forwarded between the two; deploy Rolecall there as well`,
      }),
    ];
  });
};
