export interface PackagedStack {
  /** False when it was packaged just now. */
  readonly cached: boolean;
  /** The CloudFormation template that `serverless deploy` would send. */
  readonly templateFile: string;
  /** esbuild's metafile: which source file went into which bundle. */
  readonly metaFile: string;
  /** Zip by function name. */
  readonly zips: Readonly<Record<string, string>>;
  /** The same files unpacked, by function name: `<folder>/dist/<name>.js`. */
  readonly folders: Readonly<Record<string, string>>;
}

export function packageCached(options: {
  readonly root: string;
  readonly write: (text: string) => void;
}): Promise<PackagedStack>;

/** Names the present inputs: the same text as long as nothing that is packaged has changed. */
export function hashInputs(root: string): Promise<string>;
