import fc from 'fast-check';
import { networkOf } from '../../lib/access/network-of.ts';

describe('The network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['203.0.113.255', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:DB8:1::6', '2001:db8:1::/48'],
    ['2001:db8::', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['2600:1f18:1234::203.0.113.7', '2600:1f18:1234::/48'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['::ffff:cb00:7107', '203.0.113.0/24'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(['', 'AWS Internal', 'lambda.amazonaws.com', '203.0.113', '203.0.113.256', '1:2:3', '% ', 'x'])(
    '%j is no address',
    (text) => {
      expect(networkOf(text)).toBeUndefined();
    },
  );

  it('is one for the same address however it is written, and holds nothing but digits', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const network = networkOf(address) ?? '';
        expect(network).toMatch(/^(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}::\/48|[\d.]+\.0\/24)$/);
        expect(networkOf(address.toUpperCase())).toBe(network);
        expect(networkOf(new URL(`http://[${address}]/`).hostname.slice(1, -1))).toBe(network);
      }),
    );
  });
});
