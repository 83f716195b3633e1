/** Settings that name a secret instead of holding it. */
import * as z from 'zod/mini';

const REFERENCE = /^(?:ssm:\/[A-Za-z0-9_.\/-]{1,1000}|env:[A-Za-z_][A-Za-z0-9_]{0,200})$/;

/** A reference to a secret. `holds` says what it is, as in "the webhook URL". */
export const secretSetting = (holds: string) => {
  const error = `Write where ${holds} is kept, not ${holds} itself: ssm:/path/of/the/parameter (on the laptop also env:NAME).`;
  return z
    .string({ error })
    .check(
      z.regex(REFERENCE, { error }),
      z.describe(`Where ${holds} is kept: ssm:/path, or env:NAME on the laptop.`),
    );
};
