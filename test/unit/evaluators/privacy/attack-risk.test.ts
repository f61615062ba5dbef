import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { attackRisk } from '../../../../evaluators/privacy/attack-risk.ts';

describe('attackRisk', () => {
  it('should follow Wilson’s interval and the residual risk, worked by hand', () => {
    const { success, control, risk } = attackRisk(
      { attacks: 100, successes: 50, controlAttacks: 100, controlSuccesses: 20 },
      'test',
    );

    // Wilson for 20 of 100: 13.3 % to 28.9 %; for 50 of 100: 40.4 % to 59.6 %.
    expect(success.value).to.be.closeTo(0.5, 1e-9);
    expect(success.interval[0]).to.be.closeTo(0.40383, 1e-5);
    expect(success.interval[1]).to.be.closeTo(0.59617, 1e-5);
    expect(control.interval[0]).to.be.closeTo(0.13337, 1e-5);
    expect(control.interval[1]).to.be.closeTo(0.28883, 1e-5);
    expect(risk).to.be.closeTo((0.5 - control.value) / (1 - control.value), 1e-12);
  });

  it('should have an interval around 0 where both succeed alike, within what idleness gives', () => {
    const { risk, interval, idle } = attackRisk(
      { attacks: 500, successes: 40, controlAttacks: 500, controlSuccesses: 40 },
      'test',
    );

    expect(risk).to.equal(0);
    expect(interval[0]).to.equal(0);
    expect(interval[1]).to.be.closeTo(idle[1], 1e-9);
  });

  it('should be nearly 1 where only members are caught, and never below 0', () => {
    const all = { attacks: 500, successes: 500, controlAttacks: 500, controlSuccesses: 0 };
    const none = { attacks: 500, successes: 0, controlAttacks: 500, controlSuccesses: 100 };

    expect(attackRisk(all, 'test').interval[0]).to.be.greaterThan(0.98);
    expect(attackRisk(none, 'test')).to.deep.include({ risk: 0, interval: [0, 0] });
  });

  it('should refuse fewer than twenty attacks', () => {
    const few = { attacks: 19, successes: 0, controlAttacks: 500, controlSuccesses: 0 };

    expect(() => attackRisk(few, 'test')).to.throw(IncomputableMetricError, 'test');
  });
});
