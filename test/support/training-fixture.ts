import type {
  EpochFact,
  PrivacyFacts,
  TrainingFacts,
} from '../../evaluators/training/training-facts.ts';

/** Losses that fall and flatten; the second of them turns up again at the end. */
function curve(network: string, epochs: number): EpochFact[] {
  return Array.from({ length: epochs }, (_, at) => ({
    network,
    epoch: at + 1,
    training: 14 + 6 * Math.exp(-at / 5),
    validation: 14.6 + 5.6 * Math.exp(-at / 5) + 0.0015 * Math.max(0, at - 12) ** 2,
    rate: 0.003,
    seconds: 4.25,
  }));
}

/** A run of networks that never was. */
export const FIXTURE_TRAINING: TrainingFacts = {
  families: {
    subjects: {
      family: 'trees',
      reason:
        'measured accuracy 0.951 (membership AUC 0.512, 20 s), against argn accuracy 0.900, on ' +
        'flows of site (12,345 rows of 50 subjects), the nearest table that was measured',
    },
    flows: { family: 'argn', reason: 'the scenario names it' },
  },
  account: {
    engine: 'onnx',
    threads: 2,
    curve: [...curve('flows', 24), ...curve('activity subjects', 7), ...curve('links', 1)],
    stopped: { flows: 'early', 'activity subjects': 'time', links: 'epochs' },
  },
  privacy: null,
};

/** What a budget of three was spent on. */
export const FIXTURE_PRIVACY: PrivacyFacts = {
  values: { epsilon: 0.6, delta: 2e-9, deviation: 31.4, threshold: 120.2 },
  training: {
    epsilon: 2.3987,
    delta: 8e-9,
    noiseMultiplier: 1.1234,
    clipNorm: 1,
    samplingRate: 0.0151,
    steps: 1320,
  },
  total: { epsilon: 2.9987, delta: 1e-8 },
  notCovered: ['the kinds of activity and their frequencies', 'the form of names'],
};

/** The same run under a privacy budget. */
export const FIXTURE_PRIVATE_TRAINING: TrainingFacts = {
  ...FIXTURE_TRAINING,
  privacy: FIXTURE_PRIVACY,
};
