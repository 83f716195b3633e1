/**
 * The local plugin of serverless.yml: builds the bundles, hands over reproducible zips, and refuses a home Region
 * that would be blind. It decides nothing about the stack's resources; those are in serverless.yml and beside it.
 */
'use strict';

const { join } = require('node:path');
const { dropRedundantDependencies } = require('./drop-redundant-dependencies.cjs');
const { describeBlindness, refuseRegion } = require('./home-region.cjs');

const ACCEPT_BLIND_REGIONS = {
  usage: 'Deploy to a homeRegion other than us-east-1, although it misses what only us-east-1 records',
  type: 'boolean',
};

class RolecallPlugin {
  constructor(serverless, options, { log }) {
    this.serverless = serverless;
    this.options = options;
    this.log = log;
    this.root = serverless.serviceDir;
    this.commands = {
      package: { options: { 'accept-blind-regions': ACCEPT_BLIND_REGIONS } },
      deploy: { options: { 'accept-blind-regions': ACCEPT_BLIND_REGIONS } },
    };
    this.hooks = {
      'before:package:initialize': () => this.checkRegion(),
      // `deploy --package <folder>` skips the packaging and its hooks.
      'before:deploy:deploy': () => this.checkDeployment(),
      'before:package:createDeploymentArtifacts': () => this.build(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        dropRedundantDependencies(this.serverless.service.provider.compiledCloudFormationTemplate);
      },
      'before:deploy:function:packageFunction': () => this.build(),
      'after:remove:remove': () => this.tellWhatRemains(),
    };
  }

  checkRegion() {
    const { deployment, acceptBlindRegions } = this.serverless.service.custom.rolecall;
    const { homeRegion, regions, globalRegion, laptop, warnings } = deployment;
    const region = this.serverless.getProvider('aws').getRegion();
    const accepted =
      laptop || this.options['accept-blind-regions'] === true || String(acceptBlindRegions) === 'true';
    const refusal = refuseRegion({ region, homeRegion, regions, globalRegion, accepted });
    if (refusal !== undefined) throw new this.serverless.classes.Error(refusal, 'ROLECALL_BLIND_REGION');
    if (this.warned) return;
    this.warned = true;
    for (const warning of [describeBlindness(regions, globalRegion), ...warnings]) this.log.warning(warning);
  }

  checkDeployment() {
    if (this.serverless.service.custom.rolecall.deployment.laptop) {
      throw new this.serverless.classes.Error('A package for the laptop is not for AWS.', 'ROLECALL_LAPTOP');
    }
    this.checkRegion();
  }

  async build() {
    const { bundle } = await import('./bundle.mjs');
    const { zipFunction } = await import('./zip.mjs');
    const { laptop } = this.serverless.service.custom.rolecall.deployment;
    const { outdir } = await bundle({ root: this.root, laptop });
    for (const name of this.serverless.service.getAllFunctions()) {
      // Where Serverless would put its own, and relative, so that `deploy --package <folder>` finds it again.
      const artifact = join('.serverless', `${name}.zip`);
      await zipFunction({ outdir, name, target: join(this.root, artifact) });
      this.serverless.service.getFunction(name).package = { individually: true, artifact };
    }
  }

  tellWhatRemains() {
    this.log.notice(
      'Kept: the history table, its key, the archive bucket, the user pool and the seal bucket, whose objects are locked. ' +
        'How to attach or delete them: docs/operations.md',
    );
  }
}

module.exports = RolecallPlugin;
