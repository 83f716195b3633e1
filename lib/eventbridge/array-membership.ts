/**
 * The array elements a value of an event lies in, innermost first; `undefined` outside of all arrays. Only
 * objects and lists inside an array count as its elements: plain values of one array stand side by side.
 */
export type ArrayMembership = ArrayElement | undefined;

interface ArrayElement {
  /** Numbers the arrays of one event. */
  readonly array: number;
  readonly index: number;
  readonly within: ArrayMembership;
}

const elementIn = (membership: ArrayMembership, array: number): number | undefined => {
  for (let here = membership; here; here = here.within) if (here.array === array) return here.index;
  return undefined;
};

/**
 * Array consistency: conditions on fields of objects in the same array must be met by the same element.
 *
 * Answers the elements committed to when a value is taken as well, or `contradiction` when an array would
 * have to contribute two elements. The same object comes back when the value adds nothing.
 */
export const joinMembership = (
  soFar: ArrayMembership,
  added: ArrayMembership,
): ArrayMembership | 'contradiction' => {
  if (soFar === undefined) return added;
  let joined = soFar;
  for (let here = added; here; here = here.within) {
    const index = elementIn(soFar, here.array);
    if (index === undefined) joined = { array: here.array, index: here.index, within: joined };
    else if (index !== here.index) return 'contradiction';
  }
  return joined;
};
