import { expect } from 'chai';
import { describe, it } from 'mocha';
import { addressClass } from '../../../../evaluators/columns/address-class.ts';

describe('addressClass', () => {
  const cases: readonly [string | null, string | null][] = [
    ['10.0.0.9', 'self'],
    ['192.168.1.1', 'private'],
    ['fd00::1', 'private'],
    ['8.8.8.8', 'public'],
    ['2a00:1450::5', 'public v6'],
    ['224.0.0.251', 'multicast'],
    ['127.0.0.1', 'loopback'],
    ['no address', 'invalid'],
    [null, null],
  ];
  for (const [address, expected] of cases) {
    it(`should call ${String(address)} ${String(expected)}`, () => {
      expect(addressClass(address, new Set(['10.0.0.9']))).to.equal(expected);
    });
  }
});
