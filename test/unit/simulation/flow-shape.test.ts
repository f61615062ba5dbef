import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { drawFlowShape, type FlowShape } from '../../../engine/simulation/flow-shape.ts';
import { TRAFFIC, type TrafficLaw } from '../../../engine/simulation/traffic-law.ts';

const LAWS: readonly (readonly [string, TrafficLaw])[] = Object.entries(TRAFFIC);

describe('drawFlowShape', () => {
  for (const [name, law] of LAWS) {
    it(`should keep the domain rules for ${name}`, () => {
      for (const shape of draw(law, 400)) {
        const least = law.protocol === 'tcp' ? 40 : 28;
        expect(shape.origPackets).to.be.at.least(1);
        expect(shape.origIpBytes).to.be.at.least(
          least * shape.origPackets + (shape.origBytes ?? 0),
        );
        expect(shape.respIpBytes).to.be.at.least(
          least * shape.respPackets + (shape.respBytes ?? 0),
        );
        expect(shape.origIpBytes).to.be.at.most(65_535 * shape.origPackets);
        expect(shape.durationUs ?? 1).to.be.at.least(1);
        expectHistory(shape, law.protocol);
      }
    });
  }

  it('should cut what outlasts the window', () => {
    const law = { ...TRAFFIC.smb, hold: { median: 100, sigma: 0 }, outcomes: silentNever };
    const path = { rttUs: 500, leftUs: 1_000_000, random: createRandom(1, 'cut') };

    const shape = drawFlowShape(law, path);

    expect(shape).to.include({ state: 'S1', durationUs: 1_000_000 });
    expect(shape.history).to.not.match(/[FfRr]/);
  });

  it('should end connections as its law says', () => {
    const law = {
      ...TRAFFIC.https,
      outcomes: { silent: 0.1, refused: 0.2, resetByOrigin: 0.3, resetByResponder: 0.1 },
    };
    const states = draw(law, 4000).map((shape) => shape.state);
    const share = (state: string) => states.filter((one) => one === state).length / 4000;

    expect(share('S0')).to.be.closeTo(0.1, 0.03);
    expect(share('REJ')).to.be.closeTo(0.2, 0.03);
    expect(share('RSTO')).to.be.closeTo(0.3, 0.03);
    expect(share('RSTR')).to.be.closeTo(0.1, 0.03);
    expect(share('SF')).to.be.closeTo(0.3, 0.03);
  });
});

const silentNever = { silent: 0, refused: 0, resetByOrigin: 0, resetByResponder: 0 };

function draw(law: TrafficLaw, count: number): FlowShape[] {
  const random = createRandom(4, 'shape');
  const path = { rttUs: 20_000, leftUs: 1e12, random };
  return Array.from({ length: count }, () => drawFlowShape(law, path));
}

/** A state and its history tell one story. */
function expectHistory({ state, history, ...shape }: FlowShape, protocol: string): void {
  const letters = history ?? '';
  if (protocol === 'icmp') expect(history).to.equal(null);
  else if (protocol === 'udp') expect(letters).to.equal(state === 'SF' ? 'Dd' : 'D');
  else {
    const stories = {
      SF: /^ShAD.*f/i,
      S0: /^S$/,
      REJ: /^Sr$/,
      RSTO: /^ShAD.*R$/,
      RSTR: /^ShAD.*r$/,
    };
    expect(letters).to.match(stories[state as keyof typeof stories]);
    expect(letters.includes('D')).to.equal((shape.origBytes ?? 0) > 0);
    expect(letters.includes('d')).to.equal((shape.respBytes ?? 0) > 0);
    expect(/[a-z]/.test(letters)).to.equal(shape.respPackets > 0);
  }
}
