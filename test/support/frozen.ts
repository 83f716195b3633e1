/**
 * What the twins in memory keep is frozen through and through, and given away as it is. Copying it each time would guard
 * it as well, but would take most of the time of the searches.
 */
export const frozen = <Value>(value: Value): Value => {
  // What cannot grow was frozen here before. Asking that is much cheaper than asking whether it is frozen.
  if (typeof value !== 'object' || value === null || !Object.isExtensible(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) value.forEach(frozen);
  else Object.values(value).forEach(frozen);
  return value;
};
