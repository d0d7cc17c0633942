import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import type { Issue } from '@muster/domain/job/errors.ts';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { type AddressPolicyOptions, createAddressPolicy } from './address-policy.ts';

/** Thrown into a request whose target Muster may not call. The message is fit for the audit log. */
export class EgressRefusedError extends Error {
  override readonly name = 'EgressRefusedError';
  readonly code = 'MUSTER_EGRESS_REFUSED';
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds all addresses of a host name; rejects when there is none (`ENOTFOUND`) or the resolver is away (`EAI_AGAIN`). */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface EgressOptions extends AddressPolicyOptions {
  /** Defaults to the system's resolver, hosts file included. */
  readonly resolve?: Resolve | undefined;
  /** Time to resolve and connect, TLS included, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
}

export interface Egress {
  /** For `undici.request`: every connection it opens goes to an address that was checked. Follows no redirect, uses no proxy. */
  readonly dispatcher: Dispatcher;
  /**
   * What can be said about an endpoint without asking DNS: its scheme, credentials, port and literal address.
   * Returns the first thing that is wrong with it (`path` names the field, `endpoint` by default), or null. A name is checked when it is called.
   */
  checkEndpoint(url: string, path?: string): Issue | null;
  /** Closes idle connections and waits for the running calls. */
  close(): Promise<void>;
}

/**
 * Guards outgoing calls against server-side request forgery: an agent's endpoint is a URL that somebody typed, and
 * must not become a way into the network that Muster runs in. A name is resolved once, all of its addresses are
 * checked, and the socket is opened to those very addresses, so that a second DNS answer cannot differ (rebinding).
 * One refused address refuses the name: a public name that also points inside is an attack or a mistake.
 * Throws a RangeError when `allowedNetworks` holds something that is not a network.
 */
export function createEgress(options: EgressOptions): Egress {
  const policy = createAddressPolicy(options);
  const resolve: Resolve =
    options.resolve ?? ((hostname) => systemLookup(hostname, { all: true, order: 'verbatim' }));

  const resolveChecked = async (hostname: string): Promise<readonly ResolvedAddress[]> => {
    const addresses = await resolve(hostname);
    const refused = addresses.find(({ address }) => !policy.allows(address));
    if (refused) throw new EgressRefusedError(refusal(`${hostname} (${refused.address})`));
    return addresses;
  };

  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolveChecked(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) callback(noAddress(hostname), '');
        else if (all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };

  const connect = buildConnector({
    lookup,
    timeout: options.connectTimeoutMs ?? 10_000,
    allowH2: false,
  });

  const dispatcher = new Agent({
    connect(target, callback) {
      // Sockets skip the lookup for literal addresses.
      if (isIP(target.hostname) !== 0 && !policy.allows(target.hostname)) {
        callback(new EgressRefusedError(refusal(target.hostname)), null);
        return;
      }
      connect(target, callback);
    },
    // A POST on an idle connection that the agent is just closing fails without being the agent's fault.
    keepAliveTimeout: 1_000,
  });

  return {
    dispatcher,
    close: () => dispatcher.close(),
    checkEndpoint(url, path = 'endpoint') {
      const problem = problemOf(url, policy.allows);
      return problem === null ? null : { path, message: `${path} ${problem}.` };
    },
  };
}

function problemOf(url: string, allows: (address: string) => boolean): string | null {
  if (!URL.canParse(url)) return 'must be an absolute URL such as https://agent.example/run';
  const { protocol, username, password, hostname, port, hash } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    return `must start with http:// or https://, not ${protocol}`;
  if (username !== '' || password !== '')
    return 'must not hold credentials: calls are signed with the secret of the agent';
  if (hash !== '') return 'must not have a fragment (#…): it is never sent';
  if (port === '0') return 'must not use port 0';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return allows(host) ? null : `is refused: ${refusal(host)}`;
  // RFC 6761: these names are loopback whatever DNS says.
  const isLocalhost = /(^|\.)localhost\.?$/i.test(host);
  return isLocalhost && !allows('127.0.0.1') && !allows('::1')
    ? `is refused: ${refusal(host)}`
    : null;
}

const refusal = (host: string): string =>
  `${host} is not a public address: Muster calls it only when its network is listed as allowed`;

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
