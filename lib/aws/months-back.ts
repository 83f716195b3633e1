/** Months as the buckets of what is kept. */

/** `count` months from `month` (`2026-11`) back, none before `first`, itself first. */
export const monthsBack = (month: string, first: string, count: number): readonly string[] => {
  const months: string[] = [];
  let [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  while (months.length < count) {
    const text = `${String(year).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
    if (text < first || year < 1) break;
    months.push(text);
    [year, number] = number === 1 ? [year - 1, 12] : [year, number - 1];
  }
  return months;
};
