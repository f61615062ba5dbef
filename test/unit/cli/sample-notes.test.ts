import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { RunManifest } from '../../../engine/cli/run-manifest.ts';
import { sampleNotes } from '../../../engine/cli/sample-notes.ts';

describe('sampleNotes', () => {
  it('should say how much of the training data was learned from', () => {
    const [note, ...others] = sampleNotes(
      manifestOf({ sample: { share: 0.3582, subjects: 17_976, rows: 1_800_108 } }),
    );

    expect(others).to.deep.equal([]);
    for (const part of ['model.maxRows', '17976 ', '1800108 ', '35.8 %']) {
      expect(note).to.include(part);
    }
  });

  it('should say nothing where all was learned from, or nothing was learned', () => {
    expect(sampleNotes(manifestOf({ subjects: 3 }))).to.deep.equal([]);
    expect(sampleNotes({ ...manifestOf({}), stages: {} })).to.deep.equal([]);
  });
});

function manifestOf(outputs: Readonly<Record<string, unknown>>): RunManifest {
  const train = { key: '', inputs: {}, outputs, seconds: 1, peakMemoryMib: 1 };
  return {
    ...{ entwine: '0', node: '20', scenario: 'one', seed: 1, engine: 'trees', storage: 'pglite' },
    stages: { train },
  };
}
