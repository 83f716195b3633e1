/** Order by a text's characters, as DynamoDB sorts, not by the alphabet of a language. */
export const compareBy =
  <T>(text: (value: T) => string) =>
  (one: T, other: T): number => {
    const [left, right] = [text(one), text(other)];
    return Number(left > right) - Number(left < right);
  };
