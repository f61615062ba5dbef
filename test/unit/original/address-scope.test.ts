import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { createScopeOf } from '../../../engine/original/address-scope.ts';

describe('createScopeOf', () => {
  const cases = [
    ['10.1.2.3', 'internal'],
    ['192.168.0.9', 'internal'],
    ['8.8.8.8', 'external'],
    ['127.0.0.1', 'special'],
    ['224.0.0.251', 'special'],
    ['fe80::1', 'special'],
    ['fd00::1', 'internal'],
    ['2606:4700::1', 'external'],
  ] as const;
  for (const [address, scope] of cases) {
    it(`should call ${address} ${scope}`, () => {
      expect(createScopeOf([])(address)).to.equal(scope);
    });
  }

  it("should count the site's own networks as internal", () => {
    const scopeOf = createScopeOf(['42.219.0.0/16']);

    expect(scopeOf('42.219.3.4')).to.equal('internal');
    expect(scopeOf('42.220.3.4')).to.equal('external');
  });

  it('should refuse a network that is not in CIDR form', () => {
    expect(() => createScopeOf(['42.219'])).to.throw(ScenarioError, /42\.219; write it as/);
  });
});
