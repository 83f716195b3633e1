import { mayBeSecret } from './recognise-secret.ts';

/** Something in `rolecall.yml` that its author should know. */
export interface ConfigurationProblem {
  /** An error stops everything; a warning stops nothing. */
  readonly level: 'error' | 'warning';
  /** Where: `accounts[0].id`; empty for the file as a whole; `line 4` when the text cannot be read at all. */
  readonly path: string;
  /** What stands there, as it was written, cut and without control characters. Never a secret. */
  readonly value?: string;
  /** What is wrong and how to mend it: continues the path and the value as a sentence. */
  readonly message: string;
}

/** "accounts[0].id: 12345 is not an account number; write 12 digits in quotes" */
export const problemText = ({ path, value, message }: ConfigurationProblem): string =>
  [path === '' ? undefined : `${path}:`, value, message].filter((part) => part !== undefined).join(' ');

export type Path = readonly (string | number)[];

/** `['accounts', 0, 'id']` as `accounts[0].id`. A key that is no plain word is not repeated: it may be anything. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${String(step)}]`;
    const word = /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/.test(step) && !mayBeSecret(step) ? step : '(a key)';
    return text === '' ? word : `${text}.${word}`;
  }, '');
