import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { TrainingAccount } from '../../../engine/models/sequence-model.ts';
import { networkRecord } from '../../../engine/pipeline/training-record.ts';

const ACCOUNT: TrainingAccount = {
  engine: 'onnx',
  threads: 2,
  curve: [{ network: 'flows', epoch: 1, training: 2, validation: 3, rate: 0.001, seconds: 4.2 }],
  stopped: { flows: 'early' },
  privacy: null,
};

describe('networkRecord', () => {
  it('should keep all but what a clock measured', () => {
    expect(networkRecord({ account: ACCOUNT, engineReason: 'asked for by name' })).to.deep.equal({
      ...ACCOUNT,
      engineReason: 'asked for by name',
      curve: [{ network: 'flows', epoch: 1, training: 2, validation: 3, rate: 0.001 }],
    });
  });

  it('should tell no loss of private training, which no budget covers', () => {
    const privacy = {
      ...{ epsilon: 8, delta: 1e-5, noiseMultiplier: 1, clipNorm: 1 },
      ...{ samplingRate: 0.1, steps: 9 },
    };

    const record = networkRecord({ account: { ...ACCOUNT, privacy }, engineReason: 'measured' });

    expect(record).to.deep.include({ privacy, curve: [] });
  });
});
