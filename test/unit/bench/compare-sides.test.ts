import { expect } from 'chai';
import { describe, it } from 'mocha';
import { compareSides } from '../../bench/compute/compare-sides.ts';
import type { Side } from '../../bench/compute/side.ts';

describe('compareSides', () => {
  it('should give ratios to the first side, however busy the machine is in a round', async () => {
    const machine = busyMachine();
    const twin = machine.side({ name: 'twin', stepSeconds: 0.1, drawSeconds: 0.4 });
    const ours = machine.side({ name: 'ours', stepSeconds: 0.05, drawSeconds: 0.1 });

    const [first, second] = await compareSides([twin, ours], OPTIONS);

    expect(first?.training).to.include({ ratio: null, cpuRatio: null });
    expect(second?.training.ratio).to.be.closeTo(2, 1e-9);
    expect(second?.drawing.ratio).to.be.closeTo(4, 1e-9);
    expect(second?.training.cpuRatio).to.be.closeTo(2, 1e-9);
  });

  it('should let slow sides take part in few rounds, with no more steps than fit a turn', async () => {
    const machine = busyMachine();
    const twin = machine.side({ name: 'twin', stepSeconds: 0.1, drawSeconds: 0.1 });
    const slow = machine.side({ name: 'slow', stepSeconds: 5, drawSeconds: 3, isSlow: true });

    const [, second] = await compareSides([twin, slow], OPTIONS);

    expect(second?.training.ratio).to.be.closeTo(0.02, 1e-9);
    expect(machine.turns.filter(({ name }) => name === 'slow')).to.have.length(1 + 2);
    expect(machine.turns.filter(({ name }) => name === 'twin')).to.have.length.above(5);
  });

  it('should change who begins', async () => {
    const machine = busyMachine();
    const sides = ['one', 'other'].map((name) =>
      machine.side({ name, stepSeconds: 1, drawSeconds: 1 }),
    );

    await compareSides(sides, { ...OPTIONS, rounds: 2 });

    expect(machine.turns.slice(-4).map(({ name }) => name)).to.deep.equal([
      'one',
      'other',
      'other',
      'one',
    ]);
  });
});

const OPTIONS = { rounds: 5, seconds: 1, slowRounds: 2 };

/** Sides of a machine that is slower by another factor in every third turn of training. */
function busyMachine() {
  const turns: { readonly name: string; readonly steps: number }[] = [];
  const rounds = new Map<string, number>();
  const side = ({
    name,
    stepSeconds,
    drawSeconds,
    isSlow = false,
  }: {
    readonly name: string;
    readonly stepSeconds: number;
    readonly drawSeconds: number;
    readonly isSlow?: boolean;
  }): Side => {
    const busy = () => 1 + ((rounds.get(name) ?? 0) % 3);
    return {
      name,
      isSlow,
      train: async (steps) => {
        turns.push({ name, steps });
        rounds.set(name, (rounds.get(name) ?? (isSlow ? 1 : 0)) + 1);
        const cpuSeconds = steps * stepSeconds;
        return { seconds: cpuSeconds * busy(), cpuSeconds, losses: [] };
      },
      sample: async (times) => {
        const cpuSeconds = times * drawSeconds;
        return { seconds: cpuSeconds * busy(), cpuSeconds, rows: times };
      },
      codes: async () => [],
      close: async () => undefined,
    };
  };
  return { turns, side };
}
