/**
 * Stands in for the SDK's default credential chain in the bundles. Functions get their credentials from the
 * environment, which Lambda sets, and hand them to each client: the chain (100 KB: profiles, SSO, web identity,
 * instance metadata) is never asked.
 */
export const defaultProvider = () => async () => {
  throw new Error('A client was made without credentials.');
};
