import { expect } from 'chai';
import { describe, it } from 'mocha';
import { PrivacyLedger, planPrivacy } from '../../../../engine/models/privacy/privacy-ledger.ts';

const WANTED = {
  budget: { epsilon: 2, delta: 1e-6 },
  clipNorm: 1.5,
  samplingRate: 0.05,
  steps: 40,
};

describe('PrivacyLedger', () => {
  it('should have spent the budget, and not more, after all planned steps', () => {
    const ledger = new PrivacyLedger(planPrivacy(WANTED));
    while (ledger.isOpen) ledger.charge();

    const spent = ledger.spent();

    expect(spent.steps).to.equal(40);
    expect(spent.epsilon).to.be.within(1.999, 2);
    expect(spent).to.include({ delta: 1e-6, clipNorm: 1.5, samplingRate: 0.05 });
    expect(spent.noiseMultiplier).to.equal(ledger.plan.noiseMultiplier);
  });

  it('should have spent less where training ends early, and nothing before it', () => {
    const ledger = new PrivacyLedger(planPrivacy(WANTED));

    expect(ledger.spent().epsilon).to.equal(0);
    ledger.charge();
    expect(ledger.spent().epsilon).to.be.within(0.01, 1.5);
  });

  it('should go on counting where training was resumed', () => {
    const ledger = new PrivacyLedger(planPrivacy(WANTED), 39);

    ledger.charge();

    expect(ledger.isOpen).to.equal(false);
    expect(ledger.taken).to.equal(40);
    expect(() => ledger.charge()).to.throw('more steps than planned');
  });
});
