import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canonicalAddress, joinAddresses } from '../../../engine/ingest/network-address.ts';

describe('canonicalAddress', () => {
  for (const [text, expected] of [
    ['192.168.1.41', '192.168.1.41'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:0a01:0203', '10.1.2.3'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['FE80:0:0:0:5D91:EA18:E2B5:9755', 'fe80::5d91:ea18:e2b5:9755'],
    ['fe80::1%12', 'fe80::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ] as const) {
    it(`should write ${text} as ${expected}`, () => {
      expect(canonicalAddress(text)).to.equal(expected);
    });
  }

  for (const text of [
    '',
    '-',
    '10.1.2',
    '10.1.2.3.4',
    '10.1.2.256',
    '010.1.2.3',
    '0x7f.1',
    '127.1',
    '2130706433',
    '10.1.2.3.',
    ':::',
    '1::2::3',
    'g::1',
    'www.example.org',
    '1'.repeat(100_000),
  ]) {
    it(`should refuse ${JSON.stringify(text.slice(0, 30))}`, () => {
      expect(canonicalAddress(text)).to.equal(null);
    });
  }
});

describe('joinAddresses', () => {
  it('should keep each address once, and no names', () => {
    const joined = joinAddresses(['www.example.org', '10.0.0.4', '::ffff:10.0.0.4', '::1']);

    expect(joined).to.equal('10.0.0.4|::1');
  });
});
