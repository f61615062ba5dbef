import { expect } from 'chai';
import { describe, it } from 'mocha';
import { describeTraining, type TrainOutputs } from '../../../../engine/cli/commands/train.ts';

const NAMED = { family: 'trees', reason: 'the scenario names it' };
const OUTPUTS: TrainOutputs = {
  engine: 'trees',
  families: { subjects: NAMED, flows: NAMED },
  texts: {
    'processes.command_line': { model: 'language', reason: 'measured' },
    'processes.image': { model: 'templates', reason: 'no other was measured on it' },
  },
  subjects: 12,
};

describe('describeTraining', () => {
  it('should say once why tables have the same family', () => {
    expect(describeTraining(OUTPUTS, 'run/generator')).to.deep.equal([
      'trees learned from 12 subjects: run/generator',
      'subjects, flows: trees, the scenario names it',
      'processes.command_line: texts by a language, measured',
    ]);
  });

  it('should say what computed a network, how it ended and what it spent', () => {
    const privacy = {
      ...{ epsilon: 8, delta: 1e-5, noiseMultiplier: 1.1, clipNorm: 1 },
      ...{ samplingRate: 0.01, steps: 400 },
    };
    const lines = describeTraining(
      {
        ...OUTPUTS,
        families: { flows: { family: 'argn', reason: 'measured' } },
        engine: 'argn on onnx',
        network: {
          ...{ engine: 'onnx', engineReason: 'asked for by name', threads: 2, privacy },
          stopped: { flows: 'early', subjects: 'time', events: 'early' },
        },
        replayed: { digest: '0123456789abcdef', subjects: 4 },
      },
      'run/generator',
    );

    expect(lines).to.deep.equal([
      'argn on onnx learned from 12 subjects: run/generator',
      'flows: argn, measured',
      'processes.command_line: texts by a language, measured',
      'engine: onnx, asked for by name; 2 threads',
      'flows, events ended: it learned no more',
      'subjects ended: its time was over; model.maxMinutes allows more',
      'privacy spent: epsilon 8 at delta 0.00001, in 400 steps',
      '4 of them drawn from the generator 0123456789ab',
    ]);
  });
});
