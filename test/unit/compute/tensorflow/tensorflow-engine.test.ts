import type { EngineFinding } from '../../../../engine/compute/choose-engine.ts';
import { findTensorflow } from '../../../../engine/compute/tensorflow/find-tensorflow.ts';
import { TENSORFLOW_BACKENDS } from '../../../../engine/compute/tensorflow/tensorflow-backend.ts';
import { itBehavesLikeABackend } from '../../../support/backend-battery.ts';

for (const backend of TENSORFLOW_BACKENDS) {
  describe(`tensorflow:${backend}`, () => {
    let finding: EngineFinding;

    before(async function () {
      finding = await findTensorflow(backend);
      if ('reason' in finding) {
        console.warn(`      tensorflow:${backend} is not tested: ${finding.reason}`);
        this.skip();
      }
    });

    itBehavesLikeABackend(
      `tensorflow:${backend}`,
      () => {
        if ('reason' in finding) {
          throw new Error(finding.reason);
        }
        return finding.engine;
      },
      { tolerance: 1e-5, emptyBatches: true },
    );
  });
}
