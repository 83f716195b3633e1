/** The template that `npx rolecall template collector` prints, for `serverless deploy` from this folder. */
'use strict';

const { join } = require('node:path');
const { collectorTemplate } = require('../forwarding.cjs');
const { withGivenParameters } = require('../given-parameters.cjs');

const ROOT = join(__dirname, '../..');

/** Serverless asks more than once; the configuration is compiled and decoded once. */
let making;
const make = () => {
  making ??= import('../load-policy.mjs')
    .then(({ loadPolicy }) => loadPolicy({ root: ROOT, laptop: false }))
    .then(collectorTemplate);
  return making;
};

module.exports = async (tools) => {
  try {
    return await withGivenParameters(await make(), tools);
  } catch (error) {
    // Serverless prints the stack, which tells the author of rolecall.yml nothing.
    error.stack = error.message;
    throw error;
  }
};
