/**
 * Stands in for the SDK's cache of discovered endpoints (8 KB) in the bundles. The DynamoDB client makes one and none of
 * its operations asks it: their endpoints are known.
 */
const refuse = () => {
  throw new Error('Endpoint discovery is not part of this bundle.');
};

export class EndpointCache {
  get = refuse;
  set = refuse;
  has = refuse;
  getEndpoint = refuse;
}
