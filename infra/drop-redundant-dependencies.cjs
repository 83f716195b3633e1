/**
 * Serverless writes `DependsOn` beside references that already say the same (cfn-lint W3005). Dropped, so that the
 * template passes every check without an exception.
 */
'use strict';

/** Logical ids a value refers to by Ref, Fn::GetAtt or Fn::Sub. */
const referencesIn = (value) => {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  const template = Array.isArray(text) ? text[0] : text;
  return [
    ...(typeof ref === 'string' ? [ref] : []),
    ...(Array.isArray(attribute) ? [attribute[0]] : []),
    ...(typeof template === 'string'
      ? [...template.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, name]) => name)
      : []),
    ...Object.values(value).flatMap(referencesIn),
  ];
};

const withoutRedundant = ({ DependsOn: dependsOn, ...resource }) => {
  if (dependsOn === undefined) return resource;
  const references = referencesIn(resource.Properties);
  const needed = [dependsOn].flat().filter((name) => !references.includes(name));
  return needed.length > 0 ? { ...resource, DependsOn: needed } : resource;
};

/** Changes the resources of a template in place. */
const dropRedundantDependencies = (template) => {
  for (const [name, resource] of Object.entries(template.Resources)) {
    template.Resources[name] = withoutRedundant(resource);
  }
};

module.exports = { dropRedundantDependencies };
