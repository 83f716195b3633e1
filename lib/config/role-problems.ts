/** Designated roles: readable patterns of listed accounts, and none that rings for everything by mistake. */
import { at, textAt } from '../kernel/json.ts';
import { type ConfigurationProblem, pathText } from './configuration-problem.ts';
import { idsOf, type Part, partsOf } from './listed-parts.ts';
import type { YamlDocument } from './parse-yaml.ts';
import { designatesEveryRole, parseRolePattern, type RolePattern } from './role-pattern.ts';
import { shownValue } from './shown-value.ts';

const EVERY_ROLE =
  'designates every role: AWS services enter roles all day long, and each entry would be announced; ' +
  'name the roles people use, or add "everyRole: true" if that is what you want';

export const roleProblems = (document: YamlDocument): readonly ConfigurationProblem[] => {
  const roles = partsOf(document.content, 'roles');
  const accountIds = idsOf(document.content, 'accounts');
  return [
    ...roles.flatMap((part) => {
      const messages = [...patternMistakes(part, accountIds), ...repetition(part, roles)];
      return messages.map((message) => problem(document, part, message));
    }),
    ...roles.filter(hasIdleEveryRole).map(({ index }) => idleEveryRole(index)),
    ...noRoles(document),
  ];
};

const problem = (document: YamlDocument, { index }: Part, message: string): ConfigurationProblem => {
  const value = shownValue(document, ['roles', index, 'arn']);
  return {
    level: 'error',
    path: pathText(['roles', index, 'arn']),
    ...(value === undefined ? {} : { value }),
    message,
  };
};

const patternMistakes = ({ entry }: Part, accountIds: readonly string[]): readonly string[] => {
  const arn = textAt(entry, 'arn');
  if (arn === undefined) return [];
  const pattern = parseRolePattern(arn);
  if (!pattern.ok) return [pattern.error];
  const tooWide = designatesEveryRole(pattern.value) && entry.everyRole !== true;
  return [...strangeAccount(pattern.value, accountIds), ...(tooWide ? [EVERY_ROLE] : [])];
};

const strangeAccount = ({ account }: RolePattern, accountIds: readonly string[]): readonly string[] =>
  account === '*' || accountIds.includes(account)
    ? []
    : [
        `is a role of account ${account}, which is not listed under accounts; add it there or correct the number`,
      ];

const repetition = ({ index, entry }: Part, roles: readonly Part[]): readonly string[] => {
  const arn = textAt(entry, 'arn');
  const first = roles.find((other) => textAt(other.entry, 'arn') === arn);
  return arn === undefined || first === undefined || first.index === index
    ? []
    : [`is designated by ${pathText(['roles', first.index])} already; keep one of them`];
};

const hasIdleEveryRole = ({ entry }: Part): boolean => {
  const pattern = parseRolePattern(textAt(entry, 'arn') ?? '');
  return entry.everyRole === true && pattern.ok && !designatesEveryRole(pattern.value);
};

const idleEveryRole = (index: number): ConfigurationProblem => ({
  level: 'warning',
  path: pathText(['roles', index, 'everyRole']),
  message: 'changes nothing, because the pattern does not designate every role; remove it',
});

const noRoles = ({ content }: YamlDocument): readonly ConfigurationProblem[] => {
  const roles = at(content, 'roles');
  const none = roles === undefined || (Array.isArray(roles) && roles.length === 0);
  return none && at(content, 'organizationAccountAccessRole') === false
    ? [
        {
          level: 'error',
          path: 'roles',
          message: 'designates nothing, so nothing would ever be announced; list at least one role',
        },
      ]
    : [];
};
