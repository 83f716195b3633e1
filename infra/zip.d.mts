/** Answers `target`. */
export function zipFunction(options: {
  readonly outdir: string;
  readonly name: string;
  readonly target: string;
}): Promise<string>;
