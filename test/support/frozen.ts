/**
 * What the twins in memory keep is frozen through and through, and given away as it is. Copying it each time would guard
 * it as well, but would take most of the time of the searches.
 */
export const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
};
