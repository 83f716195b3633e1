/** The part of dynalite's store that the loader writes by: how it names its keys. */
declare module 'dynalite/db/index.js' {
  type Attributes = Readonly<Record<string, unknown>>;
  interface Put {
    readonly index: string;
    readonly key: string;
    readonly item: Attributes;
  }
  const db: {
    createKey(item: Attributes, table: object): string;
    getIndexActions(
      indexes: readonly unknown[],
      existing: undefined,
      item: Attributes,
      table: object,
    ): { readonly puts: readonly Put[] };
  };
  export default db;
}
