/** Why a pattern was refused. */
export interface PatternRefusal {
  /** Where, as in `detail.userIdentity.arn[0]`; empty when it is the pattern as a whole. */
  readonly path: string;
  /** A sentence that names the place and what is wrong there. */
  readonly reason: string;
}

export const refusal = (path: string, problem: string): PatternRefusal => ({
  path,
  reason: `${path === '' ? 'The pattern' : path} ${problem}`,
});

/** The path of a field inside a path; a name that could be misread is quoted, as in `detail["my field"]`. */
export const pathTo = (path: string, name: string): string => {
  if (!/^[\w$:./-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
};
