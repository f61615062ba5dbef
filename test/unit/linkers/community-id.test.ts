import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { FlowTuple } from '../../../engine/pipeline/ports.ts';
import { communityId } from '../../../linkers/community-id.ts';

describe('communityId', () => {
  it('should reproduce the identifiers of the reference', () => {
    const known: [FlowTuple, string][] = [
      [
        tuple('tcp', ['128.232.110.120', 34855], ['66.35.250.204', 80]),
        '1:LQU9qZlK+B5F3KDmev6m5PMibrg=',
      ],
      [tuple('udp', ['192.168.1.52', 54585], ['8.8.8.8', 53]), '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
      [tuple('icmp', ['192.168.0.89', 8], ['192.168.0.1', 0]), '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
    ];

    const found = known.map(([one]) => communityId(one));

    expect(found).to.deep.equal(known.map(([, id]) => id));
  });

  it('should not depend on the direction', () => {
    const there = tuple('tcp', ['10.0.0.1', 50_000], ['10.0.0.2', 443]);
    const back = tuple('TCP', ['10.0.0.2', 443], ['10.0.0.1', 50_000]);

    expect(communityId(there)).to.equal(communityId(back));
  });

  it('should tell the directions of one-way ICMP apart', () => {
    const unreachable = tuple('icmp', ['10.0.0.1', 3], ['10.0.0.2', 1]);
    const answered = tuple('icmp', ['10.0.0.2', 3], ['10.0.0.1', 1]);

    expect(communityId(unreachable)).not.to.equal(communityId(answered));
  });

  it('should strip the prefix of mapped addresses and the zone of link-local ones', () => {
    const plain = tuple('udp', ['10.0.0.1', 5000], ['10.0.0.2', 53]);
    const mapped = tuple('udp', ['::ffff:10.0.0.1', 5000], ['::FFFF:a00:2', 53]);
    const zoned = tuple('udp', ['fe80::1%12', 5000], ['fe80:0:0:0:0:0:0:2', 53]);
    const bare = tuple('udp', ['fe80::1', 5000], ['fe80::2', 53]);

    expect(communityId(mapped)).to.equal(communityId(plain));
    expect(communityId(zoned)).to.equal(communityId(bare));
  });

  it('should read icmp between IPv6 addresses as ICMPv6', () => {
    const named = tuple('icmp', ['fe80::1', 128], ['fe80::2', 0]);
    const numbered = tuple('58', ['fe80::1', 128], ['fe80::2', 0]);

    expect(communityId(named)).to.equal(communityId(numbered));
  });

  it('should change with the seed', () => {
    const one = tuple('tcp', ['10.0.0.1', 1], ['10.0.0.2', 2]);

    expect(communityId(one, 1)).not.to.equal(communityId(one, 0));
  });

  it('should refuse tuples that lack a part', () => {
    const lacking = [
      tuple('tcp', ['10.0.0.1', null], ['10.0.0.2', 443]),
      tuple('tcp', ['somehost', 1], ['10.0.0.2', 443]),
      tuple('tcp', ['fe80::1', 1], ['10.0.0.2', 443]),
      tuple('carrier-pigeon', ['10.0.0.1', 1], ['10.0.0.2', 2]),
    ];

    expect(lacking.map((one) => communityId(one))).to.deep.equal([null, null, null, null]);
  });

  it('should need no ports where the protocol has none', () => {
    const tunnel = tuple('gre', ['10.0.0.1', null], ['10.0.0.2', null]);

    expect(communityId(tunnel)).to.match(/^1:.{28}$/);
  });
});

function tuple(
  protocol: string,
  [sourceAddress, sourcePort]: [string, number | null],
  [destinationAddress, destinationPort]: [string, number | null],
): FlowTuple {
  return { protocol, sourceAddress, sourcePort, destinationAddress, destinationPort };
}
