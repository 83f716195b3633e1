/** Patterns of AWS policies: `*` for any text, `?` for one character. */

/** Longer ones are not compared with each other: it would take long, and no real one is. */
const LONGEST = 1024;

export const hasWildcard = (pattern: string): boolean => /[*?]/.test(pattern);

/** Whether the pattern matches whatever is not empty. */
export const matchesAnything = (pattern: string): boolean =>
  pattern.includes('*') && ['', '?'].includes(pattern.replaceAll('*', ''));

/** Whether everything that `inner` matches is surely matched by `outer` too; `inner` may be a text without wildcards. */
export const liesWithin = (inner: string, outer: string): boolean =>
  inner.length <= LONGEST && outer.length <= LONGEST && walk(outer, inner);

/** Whether a text matches; one that may itself hold wildcards is better asked with `liesWithin`. */
export const matchesGlob = (pattern: string, text: string): boolean => walk(pattern, text);

/** Greedy, with one place to come back to: at worst pattern times text, never exponential. */
const walk = (pattern: string, text: string): boolean => {
  let [p, t, star, back] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      back = t;
      p += 1;
    } else if (pattern[p] === text[t] || (pattern[p] === '?' && text[t] !== '*')) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      back += 1;
      t = back;
      p = star + 1;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
};

/** Whether some text may match both patterns; patterns that are too long are taken to meet. */
export const mayMeet = (one: string, other: string): boolean => {
  if (one.length > LONGEST || other.length > LONGEST) return true;
  // meets[j]: whether the rest of `one` and the rest of `other` from j on have a text in common.
  let below: readonly boolean[] = [];
  for (let i = one.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    for (let j = other.length; j >= 0; j -= 1) row[j] = meetAt(one[i], other[j], { row, below, j });
    below = row;
  }
  return below[0] === true;
};

const meetAt = (
  a: string | undefined,
  b: string | undefined,
  { row, below, j }: { row: readonly boolean[]; below: readonly boolean[]; j: number },
): boolean => {
  if (a === undefined && b === undefined) return true;
  const skipped = (a === '*' && below[j] === true) || (b === '*' && row[j + 1] === true);
  if (skipped) return true;
  if (a === undefined || b === undefined) return false;
  if (a === '*') return row[j + 1] === true;
  if (b === '*') return below[j] === true;
  return (a === '?' || b === '?' || a === b) && below[j + 1] === true;
};
