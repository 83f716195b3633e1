/** An expected outcome that can go two ways: a value, or what is wrong with what was given. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Reads every item, stopping at the first that fails: patterns are small and AWS names one problem too. */
export const readAll = <A, B, E>(
  items: readonly A[],
  read: (item: A, index: number) => Result<B, E>,
): Result<readonly B[], E> => {
  const values: B[] = [];
  for (const [index, item] of items.entries()) {
    const result = read(item, index);
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
};
