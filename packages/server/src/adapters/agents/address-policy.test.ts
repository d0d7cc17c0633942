import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy.ts';

const closed = createAddressPolicy({ allowLoopback: false, allowedNetworks: [] });

it.each([
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.0.1',
  '172.32.0.1',
  '2606:4700::1111',
  '2a00:1450:4001::1',
  '::ffff:8.8.8.8',
])('%s is public', (address) => {
  expect(closed.allows(address)).toBe(true);
});

it.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:0a00:0001',
  '::127.0.0.1',
  '::ffff:0:10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'localhost',
  '',
])('%j is not', (address) => {
  expect(closed.allows(address)).toBe(false);
});

describe('what the operator opens', () => {
  it('is loopback, in all its forms, and no other private network', () => {
    const local = createAddressPolicy({ allowLoopback: true, allowedNetworks: [] });
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
      expect(local.allows(address)).toBe(true);
    }
    expect(local.allows('10.0.0.1')).toBe(false);
    expect(local.allows('0.0.0.0')).toBe(false);
  });

  it('is a network or a single address, of either family', () => {
    const policy = createAddressPolicy({
      allowLoopback: false,
      allowedNetworks: ['10.2.0.0/16', ' 192.168.1.5 ', 'fd00::/8'],
    });
    for (const address of ['10.2.3.4', '192.168.1.5', 'fd99::1', '::ffff:10.2.3.4']) {
      expect(policy.allows(address)).toBe(true);
    }
    for (const address of ['10.3.0.1', '192.168.1.6', 'fc00::1', '127.0.0.1']) {
      expect(policy.allows(address)).toBe(false);
    }
  });

  it.each(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'intranet', '10.0.0.1/8/8', ''])(
    'is refused by its name when %j is not a network',
    (network) => {
      const options = { allowLoopback: false, allowedNetworks: [network] };
      expect(() => createAddressPolicy(options)).toThrow(RangeError);
    },
  );
});
