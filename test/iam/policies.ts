/** Policies and what must be said about them: the specification of how policies are understood. */
import { NAMED_PRINCIPALS } from './cases/named-principals.ts';
import { COVERED_ACTIONS } from './cases/covered-actions.ts';
import { DOCUMENT_FORMS } from './cases/document-forms.ts';
import { CONDITIONS_ON_CALLERS } from './cases/conditions-on-callers.ts';
import { OTHER_CONDITIONS } from './cases/other-conditions.ts';
import { IDENTITY_PROVIDERS } from './cases/identity-providers.ts';
import { DENYING_STATEMENTS } from './cases/denying-statements.ts';
import type { PolicyCase } from './policy-parts.ts';

export const POLICY_CASES: readonly PolicyCase[] = [
  ...NAMED_PRINCIPALS,
  ...COVERED_ACTIONS,
  ...DOCUMENT_FORMS,
  ...CONDITIONS_ON_CALLERS,
  ...OTHER_CONDITIONS,
  ...IDENTITY_PROVIDERS,
  ...DENYING_STATEMENTS,
];
