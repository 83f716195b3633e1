/** Which fake answers for which host. */
import type { Vendor } from './vendor.ts';

export interface RoutedVendors {
  readonly slackWebhook: Vendor;
  readonly slackApi: Vendor;
  readonly jiraCloud: Vendor;
  readonly webhookReceiver: Vendor;
  readonly all: readonly Vendor[];
}

/** The first segment of the path is the host the product meant. */
export function routeByHost(
  vendors: RoutedVendors,
  url: URL,
): { vendor: Vendor; host: string; path: string } | undefined {
  const match = /^\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)(\/.*)?$/i.exec(url.pathname);
  const host = match?.[1]?.toLowerCase();
  if (host === undefined) return undefined;
  return { vendor: vendorOf(vendors, host), host, path: match?.[2] ?? '/' };
}

function vendorOf(vendors: RoutedVendors, host: string): Vendor {
  if (host === 'hooks.slack.com' || host === 'hooks.slack-gov.com') return vendors.slackWebhook;
  if (host === 'slack.com' || host === 'slack-gov.com') return vendors.slackApi;
  return host.endsWith('.atlassian.net') ? vendors.jiraCloud : vendors.webhookReceiver;
}
