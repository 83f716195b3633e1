/** Settings from `rolecall.yml`, checked by a channel's schema: every problem, with its path and how to mend it. */
import * as z from 'zod/mini';
import type { SettingProblem } from '../delivery/channel.ts';
import { oneLine } from '../kernel/one-line.ts';
import { fail, ok, type Result } from '../kernel/result.ts';

/** Decodes settings. The problems repeat no value: somebody may have written a secret where its name belongs. */
export const decodeSettings = <S extends z.ZodMiniObject>(
  schema: S,
  settings: unknown,
): Result<z.output<S>, readonly SettingProblem[]> => {
  const parsed = z.safeParse(schema, settings);
  if (parsed.success) return ok(parsed.data);
  const known = Object.keys(schema.shape);
  return fail(parsed.error.issues.flatMap((issue) => problemsOf(issue, known)));
};

const problemsOf = (issue: z.core.$ZodIssue, known: readonly string[]): readonly SettingProblem[] => {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: issue.path.map(String).join('.'), message: issue.message }];
  }
  const choice =
    known.length === 0 ? 'this channel has no settings' : `the settings are: ${known.join(', ')}`;
  return issue.keys.map((key) => ({
    path: oneLine(key, 60),
    message: `Remove this setting or correct its name; ${choice}.`,
  }));
};

/** The error of a schema whose settings are not a map at all. */
export const NOT_A_MAP = 'Write the settings as names and values.';
