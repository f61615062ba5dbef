import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { RunManifest, StageRecord } from '../../../engine/cli/run-manifest.ts';
import { trainingFacts } from '../../../engine/cli/training-facts.ts';
import { FIXTURE_PRIVACY, FIXTURE_TRAINING } from '../../support/training-fixture.ts';

const { families, account } = FIXTURE_TRAINING;
const { values, training, total } = FIXTURE_PRIVACY;

describe('trainingFacts', () => {
  it('should hand on what the training stage left', () => {
    const measured = { account: { ...account, privacy: null } };

    const facts = trainingFacts(manifestOf({ outputs: { families }, measured }));

    expect(facts).to.deep.equal({ ...FIXTURE_TRAINING, account: measured.account });
    expect(trainingFacts(manifestOf({ outputs: { families } }))?.account).to.equal(null);
  });

  it('should hand on the whole budget, and say what it does not cover', () => {
    const privacy = { wanted: total, values, training, total };

    const facts = trainingFacts(manifestOf({ outputs: { families, privacy } }));

    expect(facts?.privacy).to.deep.include({ values, training, total });
    expect(facts?.privacy?.notCovered).to.not.have.length(0);
  });

  it("should tell the networks' budget where values have none", () => {
    const measured = { account: { ...account, privacy: training } };

    const facts = trainingFacts(manifestOf({ outputs: { families }, measured }));

    const { epsilon, delta } = training;
    expect(facts?.privacy).to.deep.include({ values: null, training, total: { epsilon, delta } });
  });

  it('should be null for a run that trained nothing, or before families were told', () => {
    expect(trainingFacts({ ...manifestOf({}), stages: {} })).to.equal(null);
    expect(trainingFacts(manifestOf({ outputs: { family: 'trees' } }))).to.equal(null);
  });
});

function manifestOf(record: Partial<StageRecord>): RunManifest {
  const train = { key: 'k', inputs: {}, outputs: {}, seconds: 1, peakMemoryMib: 1, ...record };
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
