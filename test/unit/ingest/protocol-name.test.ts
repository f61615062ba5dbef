import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import { protocolName } from '../../../engine/ingest/protocol-name.ts';

describe('protocolName', () => {
  for (const [text, expected] of [
    ['TCP', 'tcp'],
    ['TCP  ', 'tcp'],
    ['6', 'tcp'],
    ['17', 'udp'],
    ['ICMP6', 'ipv6-icmp'],
    ['58', 'ipv6-icmp'],
    ['IPv6', 'ipv6'],
    ['41', 'ipv6'],
    ['ESP', 'esp'],
    ['47', 'gre'],
    ['253', 'proto-253'],
    ['007', 'proto-7'],
  ] as const) {
    it(`should read ${text} as ${expected}`, () => {
      expect(protocolName('pr', text)).to.equal(expected);
    });
  }

  it('should refuse what is neither a name nor a number', () => {
    for (const text of ['', '-', '256', '6.0', 'tcp;drop', '__proto__']) {
      expect(() => protocolName('pr', text), text).to.throw(RowDefect);
    }
  });
});
