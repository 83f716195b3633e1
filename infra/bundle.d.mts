export function functionNames(root: string): Promise<readonly string[]>;

export function bundle(options: {
  readonly root: string;
  /** Absolute; `dist` unless given. It is emptied first. */
  readonly outdir?: string;
  /** Secrets may be given as `env:NAME`. */
  readonly laptop?: boolean;
}): Promise<{ readonly names: readonly string[]; readonly outdir: string }>;

export function filesOfFunction(options: {
  readonly outdir: string;
  readonly name: string;
}): Promise<readonly string[]>;
