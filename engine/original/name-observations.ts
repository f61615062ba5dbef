import ipaddr from 'ipaddr.js';
import type { NameObservation } from '../pipeline/ports.ts';

/** A host's own address, as a connection that it initiated shows it (Sysmon id 3). */
export function connectionName(host: string, address: string, timeUs: number): NameObservation {
  return { fqdn: host, addresses: [address], timeUs, ttlUs: null, feed: 'sysmon-connection', host };
}

/**
 * The addresses that a host's query brought (Sysmon id 22), null if it brought none.
 *
 * @param results `QueryResults`: entries divided by `;`, either addresses (IPv4 ones mapped into
 *   IPv6) or records such as `type:  5 name`
 */
export function queryName(
  host: string,
  fqdn: string,
  results: string,
  timeUs: number,
): NameObservation | null {
  const addresses = results
    .split(';')
    .map((one) => one.trim())
    .filter((one) => ipaddr.isValid(one))
    .map((one) => ipaddr.process(one).toString());
  if (addresses.length === 0) return null;
  return { fqdn, addresses, timeUs, ttlUs: null, feed: 'sysmon-query', host };
}
