import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { addressBytes, addressText } from '../../engine/subjects/address-bytes.ts';
import { addressScope } from '../../engine/subjects/address-space.ts';
import { openPseudonyms } from '../../engine/subjects/pseudonyms.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const RUNS = { numRuns: 300, seed: 20261122 };

const four = fc.ipV4();
const six = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map(addressText)
  .filter((one) => addressBytes(one)?.length === 16);
const address = fc.oneof(four, six);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$/);
const name = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.constantFrom('com', 'co.uk', 'local'))
  .map(([labels, suffix]) => [...labels, suffix].join('.'));

describe('pseudonyms', () => {
  it('should keep what two addresses share, in whichever order they come', () => {
    const mapping = openPseudonyms(KEY);
    const pair = fc.oneof(
      fc.tuple(four, four),
      fc.tuple(six, six),
      fc.tuple(four, fc.nat(31)).map(flipped),
    );

    fc.assert(
      fc.property(pair, ([one, other]) => {
        const moved = sharedBits(mapping.address(one), mapping.address(other));

        expect(moved).to.equal(sharedBits(one, other));
      }),
      RUNS,
    );
  });

  it('should keep the scope of every address', () => {
    const mapping = openPseudonyms(KEY);

    fc.assert(
      fc.property(address, (one) => {
        expect(addressScope(mapping.address(one))).to.equal(addressScope(one));
      }),
      RUNS,
    );
  });

  it('should give different values different replacements, equal ones equal ones', () => {
    const mapping = openPseudonyms(KEY);
    const again = openPseudonyms(KEY);
    const sorts = [
      ['address', address],
      ['fqdn', name],
      ['user', label.map((one) => `CORP-X\\${one}`)],
      ['guid', fc.uuid()],
    ] as const;

    for (const [sort, values] of sorts) {
      fc.assert(
        fc.property(fc.uniqueArray(values, { maxLength: 40 }), (own) => {
          const moved = own.map((one) => mapping[sort](one));

          expect(new Set(moved).size).to.equal(own.length);
          expect(own.map((one) => again[sort](one))).to.deep.equal(moved);
        }),
        { numRuns: 30, seed: 20261122 },
      );
    }
  });

  it('should leave public values, and make no other value one of them', () => {
    const open = new Set(Array.from({ length: 200 }, (_, at) => `198.51.100.${at}`));
    const mapping = openPseudonyms(KEY, { isPublic: (_, value) => open.has(value) });
    const others = Array.from({ length: 256 }, (_, at) => `198.51.100.${at}`).filter(
      (one) => !open.has(one),
    );

    const moved = others.map((one) => mapping.address(one));

    for (const one of open) expect(mapping.address(one)).to.equal(one);
    expect(moved.filter((one) => open.has(one))).to.deep.equal([]);
    expect(new Set(moved).size).to.equal(others.length);
  });

  it('should give other replacements for another key', () => {
    const [one, other] = [openPseudonyms(KEY), openPseudonyms(5)];
    const values = Array.from({ length: 50 }, (_, at) => `52.${at}.${at * 3}.${at * 5}`);
    const names = values.map((_, at) => `server${at}.somewhere${at}.com`);

    const same = values.filter((value) => one.address(value) === other.address(value));
    const sameNames = names.filter((value) => one.fqdn(value) === other.fqdn(value));

    expect(same.length).to.be.below(3);
    expect(sameNames).to.deep.equal([]);
  });

  it('should be a permutation of a whole /24', () => {
    const mapping = openPseudonyms(KEY);

    const moved = Array.from({ length: 256 }, (_, at) => mapping.address(`84.12.7.${at}`));

    expect(new Set(moved).size).to.equal(256);
    expect(new Set(moved.map((one) => one.split('.').slice(0, 3).join('.'))).size).to.equal(1);
  });
});

function flipped([one, bit]: readonly [string, number]): [string, string] {
  const bytes = addressBytes(one) as Uint8Array;
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (0x80 >> (bit & 7));
  return [one, addressText(bytes)];
}

/** Leading bits that two addresses of one length share. */
function sharedBits(one: string, other: string): number {
  const [a, b] = [addressBytes(one) as Uint8Array, addressBytes(other) as Uint8Array];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length * 8 : at * 8 + Math.clz32((a[at] as number) ^ (b[at] as number)) - 24;
}
