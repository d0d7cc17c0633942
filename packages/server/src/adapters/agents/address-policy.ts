import { BlockList, isIP, SocketAddress } from 'node:net';

/**
 * IPv4 ranges that no public server has, after the IANA IPv4 Special-Purpose Address Registry (RFC 6890 and successors).
 * 100.64/10 is carrier-grade NAT (RFC 6598); 169.254/16 holds the metadata services of the clouds.
 */
const specialIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Global unicast (RFC 4291); whatever lies outside, such as ::1, fc00::/7, fe80::/10 or 64:ff9b::/96 (NAT64), is not public. */
const globalIPv6 = ['2000::/3'];

/** Inside global unicast, yet not public: protocol assignments with Teredo and ORCHID, documentation, 6to4. */
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const loopback = ['127.0.0.0/8', '::1/128'];

export interface AddressPolicyOptions {
  /** Whether 127.0.0.0/8 and ::1 may be called: true only when Muster itself is bound to loopback. */
  readonly allowLoopback: boolean;
  /** Networks that the operator opens, as CIDR (`10.2.0.0/16`, `fd00::/8`) or single addresses. */
  readonly allowedNetworks: readonly string[];
}

export interface AddressPolicy {
  /** Whether Muster may connect to this IP address. Anything that is not an IP address is refused. */
  allows(address: string): boolean;
}

interface AddressSet {
  has(address: string, family: 4 | 6): boolean;
}

/**
 * Decides which addresses Muster may connect to: public ones, and those that the operator opened.
 * Throws a RangeError that names the entry when a network of `allowedNetworks` is not one.
 */
export function createAddressPolicy(options: AddressPolicyOptions): AddressPolicy {
  const opened = addressSet([
    ...options.allowedNetworks,
    ...(options.allowLoopback ? loopback : []),
  ]);
  const special = addressSet([...specialIPv4, ...specialIPv6]);
  const global = addressSet(globalIPv6);

  return {
    allows(address) {
      const plain = unmapped(address);
      const family = isIP(plain);
      if (family !== 4 && family !== 6) return false;
      if (opened.has(plain, family)) return true;
      if (special.has(plain, family)) return false;
      return family === 4 || global.has(plain, family);
    },
  };
}

/** Connecting to ::ffff:10.0.0.1 is connecting to 10.0.0.1, so it is judged as that. */
function unmapped(address: string): string {
  if (isIP(address) !== 6) return address;
  // A zone (fe80::1%eth0) only ever names link-local addresses, which no rule can open.
  if (address.includes('%')) return '';
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(canonical)?.[1] ?? canonical;
}

/** One BlockList a family: a list that holds both matches IPv4 addresses against IPv6 rules by their mapped form. */
function addressSet(networks: readonly string[]): AddressSet {
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const network of networks) {
    const { address, prefix, family } = parseNetwork(network);
    lists[family].addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    has: (address, family) => lists[family].check(address, family === 4 ? 'ipv4' : 'ipv6'),
  };
}

function parseNetwork(network: string): { address: string; prefix: number; family: 4 | 6 } {
  const [, address = '', prefixText] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network.trim()) ?? [];
  const family = isIP(address);
  const bits = family === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  if ((family !== 4 && family !== 6) || address.includes('%') || prefix > bits) {
    throw new RangeError(
      `"${network}" is not a network: write it as 10.2.0.0/16, fd00::/8 or a single address`,
    );
  }
  return { address, prefix, family };
}
