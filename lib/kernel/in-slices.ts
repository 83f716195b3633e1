/** Asks for every item, `width` of them at a time; the answers come in the order of the items. */
export const inSlices = async <T, R>(
  items: readonly T[],
  width: number,
  ask: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const answers: R[] = [];
  for (let start = 0; start < items.length; start += width) {
    answers.push(...(await Promise.all(items.slice(start, start + width).map(ask))));
  }
  return answers;
};
