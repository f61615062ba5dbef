import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { RunManifest } from '../../../engine/cli/run-manifest.ts';
import { trainingFacts } from '../../../engine/cli/training-facts.ts';
import { FIXTURE_TRAINING } from '../../support/training-fixture.ts';

describe('trainingFacts', () => {
  it('should hand on what the training stage left', () => {
    const { families, account } = FIXTURE_TRAINING;

    expect(trainingFacts(manifestOf({ families }, { account }))).to.deep.equal(FIXTURE_TRAINING);
    expect(trainingFacts(manifestOf({ families }))).to.deep.equal({ families, account: null });
  });

  it('should be null for a run that trained nothing, or before families were told', () => {
    expect(trainingFacts({ ...manifestOf({}), stages: {} })).to.equal(null);
    expect(trainingFacts(manifestOf({ family: 'trees' }))).to.equal(null);
  });
});

function manifestOf(
  outputs: Readonly<Record<string, unknown>>,
  measured: Readonly<Record<string, unknown>> = {},
): RunManifest {
  const train = { key: 'k', inputs: {}, outputs, measured, seconds: 1, peakMemoryMib: 1 };
  return {
    entwine: '0.1.0',
    node: '20.0.0',
    scenario: 'fixture',
    seed: 1,
    engine: 'trees',
    storage: 'pglite',
    stages: { train },
  };
}
