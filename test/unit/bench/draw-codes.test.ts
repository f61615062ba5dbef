import { expect } from 'chai';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { makeEntry } from '../../../engine/compute/make-entry.ts';
import { drawCodes } from '../../bench/compute/draw-codes.ts';
import { referenceEngine } from '../../support/reference-engine.ts';

const SHARES = [0.25, 0.5, 0.25];

describe('drawCodes', () => {
  for (const { uniform, code } of [
    { uniform: 0, code: 0 },
    { uniform: 0.2, code: 0 },
    { uniform: 0.3, code: 1 },
    { uniform: 0.74, code: 1 },
    { uniform: 0.76, code: 2 },
    { uniform: 1, code: 2 },
  ]) {
    it(`should draw ${code} for ${uniform}`, async () => {
      expect(await drawn([uniform])).to.deep.equal([code]);
    });
  }

  it('should draw each row for itself', async () => {
    expect(await drawn([0.9, 0.1, 0.5])).to.deep.equal([2, 0, 1]);
  });
});

async function drawn(uniforms: readonly number[]): Promise<readonly number[]> {
  const g = new GraphBuilder();
  const logits = g.constant([1, SHARES.length], SHARES.map(Math.log));
  const codes = drawCodes(g, logits, g.input('uniforms', ['B']));
  const program = { name: 'draw', states: [], entries: { draw: makeEntry({ codes }) } };
  const runner = await referenceEngine.open(program, { threads: 1 });
  const shape = [uniforms.length];
  const [result] = await runner.run('draw', [
    { uniforms: { shape, data: Float32Array.from(uniforms) } },
  ]);
  return [...result!.codes!.data];
}
