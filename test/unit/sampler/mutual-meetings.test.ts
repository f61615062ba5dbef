import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { settleMeetings, type TokenGraph } from '../../../engine/sampler/mutual-meetings.ts';

describe('settleMeetings', () => {
  it('should make meetings go both ways up to the share', () => {
    const graph = ring(60, 4);

    settleMeetings(graph, 0.6, createRandom(1, 'settle'));

    expect(mutualShare(graph)).to.be.within(0.5, 0.7);
  });

  it('should keep how many each subject meets and how many meet each', () => {
    const graph = ring(60, 4);

    settleMeetings(graph, 0.6, createRandom(2, 'settle'));

    const sorted = [...graph.stubs].sort((a, b) => a - b);
    expect(sorted).to.deep.equal([...ring(60, 4).stubs].sort((a, b) => a - b));
    for (let subject = 0; subject < 60; subject += 1) {
      expect(new Set(metBy(graph, subject)).size).to.equal(4);
      expect(metBy(graph, subject)).not.to.include(subject);
    }
  });
});

/** Every subject bears a name and meets the names of those that follow it. */
function ring(subjects: number, degree: number): TokenGraph {
  const stubs = Int32Array.from({ length: subjects * degree }, (_, at) => {
    return (Math.floor(at / degree) + 1 + (at % degree)) % subjects;
  });
  return {
    offsets: Int32Array.from({ length: subjects + 1 }, (_, at) => at * degree),
    stubs,
    classes: new Uint8Array(subjects),
    own: [Int32Array.from({ length: subjects }, (_, at) => at)],
    ownBase: 0,
    literalBase: subjects,
  };
}

function metBy({ offsets, stubs }: TokenGraph, subject: number): number[] {
  return [...stubs.subarray(offsets[subject], offsets[subject + 1])];
}

function mutualShare(graph: TokenGraph): number {
  let mutual = 0;
  for (let subject = 0; subject + 1 < graph.offsets.length; subject += 1) {
    for (const other of metBy(graph, subject)) {
      if (metBy(graph, other).includes(subject)) mutual += 1;
    }
  }
  return mutual / graph.stubs.length;
}
