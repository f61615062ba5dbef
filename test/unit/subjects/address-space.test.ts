import { isIP } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { addressBytes, addressText } from '../../../engine/subjects/address-bytes.ts';
import {
  ADDRESS_SCOPES,
  AddressMaker,
  addressScope,
  learnAddressSpace,
} from '../../../engine/subjects/address-space.ts';

const FOUR = Array.from(
  { length: 400 },
  (_, at) => `${at % 2 === 0 ? '10.0' : '8.8'}.${at % 5}.${at % 250}`,
);
const SIX = Array.from({ length: 60 }, (_, at) => [
  `fe80::a00:27ff:fe${(at + 16).toString(16)}:${(at * 7 + 16).toString(16)}`,
  `2a00:1450:${(4001 + (at % 3)).toString()}:8${at % 10}::${(at + 1).toString(16)}`,
  `ff02::1:ff00:${(at + 1).toString(16)}`,
]).flat();
const REAL = [...FOUR, ...SIX, '169.254.3.4', '239.1.2.3'];

describe('addressScope', () => {
  it('should tell where addresses of either length lie', () => {
    const scopes = {
      '10.1.2.3': 'internal4',
      '172.31.0.1': 'internal4',
      '172.32.0.1': 'external4',
      'fe80::1': 'internal6',
      'FD00:0:0:0:0:0:0:1': 'internal6',
      '2001:4860::8888': 'external6',
      '::1': 'special',
      '0:0:0:0:0:0:0:1': 'special',
      'ff02::fb': 'special',
      '169.254.1.1': 'special',
      '255.255.255.255': 'special',
      'no address': 'external4',
    };

    for (const [text, scope] of Object.entries(scopes)) {
      expect(ADDRESS_SCOPES[addressScope(text)], text).to.equal(scope);
    }
  });
});

describe('AddressMaker', () => {
  const space = learnAddressSpace(REAL, createRandom(1));

  it('should make valid addresses of the scope, each once, none of them real', () => {
    const maker = new AddressMaker(space, createRandom(2));

    const made = ADDRESS_SCOPES.flatMap((_, scope) =>
      Array.from({ length: 300 }, () => ({ scope, address: maker.make(scope) })),
    );

    expect(new Set(made.map((one) => one.address)).size).to.equal(made.length);
    for (const { scope, address } of made) {
      expect(isIP(address), address).to.not.equal(0);
      expect(addressScope(address), address).to.equal(scope);
      expect(REAL).to.not.include(address);
      expect(addressText(addressBytes(address)!)).to.equal(address);
    }
  });

  it('should make scopes that the data has not', () => {
    const empty = learnAddressSpace([], createRandom(1));
    const maker = new AddressMaker(empty, createRandom(2));

    for (const scope of ADDRESS_SCOPES.keys()) {
      expect(addressScope(maker.make(scope))).to.equal(scope);
    }
  });

  it('should let addresses share prefixes as the real ones do', () => {
    const maker = new AddressMaker(space, createRandom(3));

    const made = Array.from({ length: 200 }, () => maker.make(0));

    expect(prefixes(made, 3)).to.be.within(2, 20);
    expect(prefixes(made, 2)).to.be.below(6);
  });

  it('should make no external network of the data', () => {
    const maker = new AddressMaker(space, createRandom(4));

    const made = Array.from({ length: 400 }, () => maker.make(1));

    expect(made.filter((one) => one.startsWith('8.8.'))).to.deep.equal([]);
  });

  it('should make interface identifiers as the data has them', () => {
    const maker = new AddressMaker(space, createRandom(5));

    const local = Array.from({ length: 100 }, () => addressBytes(maker.make(2))!);
    const global = Array.from({ length: 100 }, () => maker.make(3));

    expect(local.every((one) => one[11] === 0xff && one[12] === 0xfe)).to.equal(true);
    expect(global.every((one) => /^2[a-f0-9]{3}:.*::[0-9a-f]{1,3}$/.test(one))).to.equal(true);
    expect(new Set(global.map((one) => one.split(':').slice(0, 2).join())).size).to.be.below(10);
  });

  it('should leave out addresses that are taken', () => {
    const first = new AddressMaker(space, createRandom(6)).make(1);

    const other = new AddressMaker(space, createRandom(6), [first]).make(1);

    expect(other).to.not.equal(first);
  });

  it('should refuse where no prefix is left', () => {
    const all = Array.from({ length: 65_536 }, (_, at) => `10.${at >> 8}.${at & 255}.1`);
    const private172 = Array.from(
      { length: 4096 },
      (_, at) => `172.${16 + (at >> 8)}.${at & 255}.1`,
    );
    const private192 = Array.from({ length: 256 }, (_, at) => `192.168.${at}.1`);
    const full = learnAddressSpace([...all, ...private172, ...private192], createRandom(7));
    const maker = new AddressMaker(full, createRandom(8));

    expect(() => maker.make(0)).to.throw(DataError);
  });

  it('should keep no address of the data', () => {
    const kept = JSON.stringify(space);

    for (const one of REAL) expect(kept).to.not.include(`"${one}"`);
    expect(kept).to.not.include('"10.0"').and.not.include('"8.8"');
    expect(JSON.parse(kept)).to.deep.equal(space);
  });
});

function prefixes(addresses: readonly string[], octets: number): number {
  return new Set(addresses.map((one) => one.split('.').slice(0, octets).join('.'))).size;
}
