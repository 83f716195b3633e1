/** What `serverless deploy --param ...` gives to the templates for other Regions and accounts. */
'use strict';

/** Parameter of the template by parameter of the command line. */
const PARAMETERS = {
  HomeAccountId: 'home-account',
  HomeStack: 'home-stack',
  OperatorEmail: 'operator-email',
};

/**
 * Answers a template whose parameters have what was given as their defaults. Not as parameters of the stack: Serverless would
 * give them to the empty stack as well that it makes first, and CloudFormation refuses what a template does not declare.
 */
const withGivenParameters = async (template, { resolveVariable }) => {
  const parameters = { ...template.Parameters };
  for (const [name, option] of Object.entries(PARAMETERS)) {
    const given = await resolveVariable(`param:${option}, ''`);
    if (given !== '') parameters[name] = { ...parameters[name], Default: String(given) };
  }
  return { ...template, Parameters: parameters };
};

module.exports = { withGivenParameters };
