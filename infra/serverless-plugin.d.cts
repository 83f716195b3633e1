/** As Serverless makes it; only what tests ask of it. */
declare class RolecallPlugin {
  constructor(
    serverless: { readonly serviceDir: string },
    options: Readonly<Record<string, unknown>>,
    tools: { readonly log: { notice(text: string): void } },
  );
  readonly hooks: { readonly 'after:remove:remove': () => void };
}

export = RolecallPlugin;
