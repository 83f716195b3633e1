/**
 * The parts of serverless.yml that follow from `rolecall.yml`: `${file(infra/template-parts.cjs):<part>}`.
 * Reads two files and asks nobody: packaging works without a login, a network or an environment.
 */
'use strict';

const { join } = require('node:path');
const { alarmResources } = require('./alarms.cjs');
const { canaryResources, canaryRule } = require('./canary.cjs');
const { exportResources } = require('./export.cjs');
const { busResources } = require('./forwarding.cjs');
const { roleResources } = require('./roles.cjs');
const { ruleResources } = require('./rules.cjs');
const { signInParts } = require('./sign-in.cjs');
const { emailsOfDefaultOwner, topicArnsText, topicResources } = require('./topics.cjs');
const { watchResources } = require('./watch.cjs');

const ROOT = join(__dirname, '..');

const NOBODY_HEARS =
  'Nobody is subscribed to the alarms: give the default owner an sns destination with an e-mail address, ' +
  'or deploy with --param operator-email=<address>.';

/** Seals outlive the rows they vouch for. */
const A_MONTH = 30;

/** Serverless asks once per reference; the configuration is compiled and decoded once. */
let loading;
const load = (laptop) => {
  loading ??= import('./load-policy.mjs').then(({ loadPolicy }) => loadPolicy({ root: ROOT, laptop }));
  return loading;
};

const makeParts = (
  { policy, rules: generated, columns, globalRegion, warnings },
  { laptop, operatorEmail },
) => {
  const rules = [...generated, canaryRule];
  const watch = watchResources(policy);
  const watchNames = Object.keys(watch);
  const { resources: signInResources, ...signIn } = signInParts(policy);
  const operatorEmails = operatorEmail ? [operatorEmail] : emailsOfDefaultOwner(policy);
  return {
    deployment: {
      homeRegion: policy.homeRegion,
      regions: policy.regions,
      globalRegion,
      laptop,
      sealLockDays: Math.max(...policy.accounts.map(({ retentionDays }) => retentionDays)) + A_MONTH,
      warnings: operatorEmails.length > 0 ? warnings : [...warnings, NOBODY_HEARS],
    },
    topicArns: topicArnsText(policy),
    signIn,
    // A JSON list of the watching rules' names, for the doctor.
    watchRules: { 'Fn::Sub': JSON.stringify(watchNames.map((name) => `\${${name}}`)) },
    resources: {
      ...ruleResources(rules, watchNames),
      ...busResources({ policy, rules: generated }),
      ...canaryResources(),
      ...exportResources(columns),
      ...signInResources,
      ...topicResources(policy, operatorEmails, watchNames),
      ...watch,
      ...roleResources(policy),
      ...alarmResources(rules, watch),
    },
  };
};

/** What the other references get after one has failed: Serverless would print the same sentences for each. */
const NO_PARTS = {
  deployment: { homeRegion: 'us-east-1', regions: [], sealLockDays: 1 },
  topicArns: '{}',
  watchRules: '[]',
  signIn: { issuer: '', clientId: '', audience: '', poolId: '', scopes: [] },
  resources: {},
};
let failed = false;

module.exports = async ({ resolveVariable }) => {
  // Serverless calls this early, without parameters yet, and again later: only what is loaded may be remembered.
  const laptop = String(await resolveVariable("param:laptop, 'false'")) === 'true';
  const operatorEmail = await resolveVariable("param:operator-email, ''");
  try {
    return makeParts(await load(laptop), { laptop, operatorEmail });
  } catch (error) {
    if (failed) return NO_PARTS;
    failed = true;
    // Serverless prints the stack, which tells the author of rolecall.yml nothing.
    error.stack = error.message;
    throw error;
  }
};
