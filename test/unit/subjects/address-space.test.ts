import { isIP } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  ADDRESS_SCOPES,
  AddressMaker,
  addressScope,
  learnAddressSpace,
} from '../../../engine/subjects/address-space.ts';

const REAL = Array.from(
  { length: 400 },
  (_, at) => `${at % 2 === 0 ? '10.0' : '8.8'}.${at % 5}.${at % 250}`,
);

describe('AddressMaker', () => {
  it('should make valid addresses of the scope, each once, none of them real', () => {
    const space = learnAddressSpace(REAL, createRandom(1));
    const maker = new AddressMaker(space, createRandom(2));

    const made = ADDRESS_SCOPES.flatMap((_, scope) =>
      Array.from({ length: 300 }, () => ({ scope, address: maker.make(scope) })),
    );

    expect(new Set(made.map((one) => one.address)).size).to.equal(made.length);
    for (const { scope, address } of made) {
      expect(isIP(address), address).to.not.equal(0);
      expect(addressScope(address), address).to.equal(scope);
      expect(REAL).to.not.include(address);
    }
  });

  it('should let addresses share prefixes as the real ones do', () => {
    const maker = new AddressMaker(learnAddressSpace(REAL, createRandom(1)), createRandom(3));

    const made = Array.from({ length: 300 }, () => maker.make(0));

    const low = new Set(made.map((one) => one.split('.').slice(0, 3).join('.')));
    expect(low.size).to.be.below(60);
  });

  it('should keep no address of the data', () => {
    const kept = JSON.stringify(learnAddressSpace(REAL, createRandom(1)));

    for (const one of REAL) expect(kept).to.not.include(`"${one}"`);
    expect(kept).to.not.include('"10.0"').and.not.include('"8.8"');
  });
});
