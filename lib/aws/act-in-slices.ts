/** Does something for every item, `width` of them at a time. Throws at the first slice that fails; later ones are left. */
export const actInSlices = async <T>(
  items: readonly T[],
  width: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> => {
  for (let start = 0; start < items.length; start += width) {
    await Promise.all(items.slice(start, start + width).map(act));
  }
};
