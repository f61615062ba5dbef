import { expect } from 'chai';
import { findTensorflow } from '../../../../engine/compute/tensorflow/find-tensorflow.ts';

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const;

describe('findTensorflow', () => {
  for (const backend of ['cpu', 'wasm'] as const) {
    it(`should find ${backend}, which is always installed`, async () => {
      const finding = await findTensorflow(backend);

      expect(finding).to.have.nested.property('engine.name', `tensorflow:${backend}`);
    });
  }

  it('should say why there is no native backend, without a path of this machine', async () => {
    for (const backend of ['node-gpu', 'node'] as const) {
      const finding = await findTensorflow(backend);

      if ('reason' in finding) {
        expect(finding.reason).to.match(/^[^/\n]+$/);
      }
    }
  });

  it('should leave the console and the listeners of the process alone', async () => {
    const said: unknown[] = [];
    const originals = LEVELS.map((level) => console[level]);
    for (const level of LEVELS) {
      console[level] = (...words: unknown[]) => said.push(words);
    }
    const program = { name: 'none', states: [state('w')], entries: {} };
    try {
      for (const backend of ['wasm', 'cpu', 'wasm'] as const) {
        const finding = await findTensorflow(backend);
        if ('engine' in finding) {
          const runner = await finding.engine.open(program, { threads: 1 });
          await runner.dispose();
        }
      }
    } finally {
      LEVELS.forEach((level, index) => {
        console[level] = originals[index]!;
      });
    }

    expect(said).to.deep.equal([]);
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      expect(process.rawListeners(event).map(String).join()).not.to.contain('ExitStatus');
    }
  });
});

function state(name: string) {
  return { name, shape: [2], initial: new Float32Array(2) };
}
