import { expect } from 'chai';
import { describe, it } from 'mocha';
import { defined } from '../../../engine/core/invariant.ts';
import { createRandom } from '../../../engine/core/random.ts';
import type { Frame } from '../../../evaluators/columns/frame.ts';
import { compareEmbeddings } from '../../../evaluators/similarity/compare-embeddings.ts';
import { type GoldenCase, goldenFrame, loadGolden, type Part } from '../../support/golden-qa.ts';

/** Figures of the reference's formulas on numbers and dates, by scikit-learn 1.9.1 and NumPy. */
interface Expected {
  readonly cosine: readonly [training: number, holdout: number];
  /** Mean of five seeds, whose standard deviation is at most .0065. */
  readonly auc: readonly [training: number, holdout: number];
  readonly ims: readonly number[];
  readonly dcr: readonly number[];
  readonly nndr: readonly number[];
  readonly share: number;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  'census2k-flip30': {
    cosine: [0.9999924412943626, 0.999859190055248],
    auc: [0.3944, 0.5097],
    ims: [0.264, 0, 0.0005],
    dcr: [0.06712010859928558, 0.08841251615232608, 0.07838017702480335],
    nndr: [4.745171583318224e-8, 0.06298811119462672, 0.051223162619501696],
    share: 0.6385,
  },
  'census2k-mostly': {
    cosine: [0.9976657582204878, 0.999859190055248],
    auc: [0.5448, 0.5097],
    ims: [0, 0, 0.0005],
    dcr: [0.0850533710165154, 0.08649615647617939, 0.07838017702480335],
    nndr: [0.018300159280990522, 0.029077648390990175, 0.051223162619501696],
    share: 0.494,
  },
  'baseball-players-flat': {
    cosine: [0.9994697075243326, 0.9991987754256728],
    auc: [0.585, 0.5077],
    ims: [0.0015090543259557343, 0.0015090543259557343, 0.005533199195171026],
    dcr: [0.05229748535830217, 0.05111408025049461, 0.03982123074695701],
    nndr: [0.016072215389550937, 0.01242896909067493, 0.01803843480381072],
    share: 0.4952213279678068,
  },
};

const golden = loadGolden();
const AUC_NOISE = 0.025;

describe('similarity and distances of numbers', function () {
  if (golden === null) {
    it.skip('needs the golden data');
    return;
  }
  this.timeout(300_000);
  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`should equal the reference’s formulas on ${name}`, () => {
      const sides = numbersOf(defined(golden.cases[name], `no case ${name}`));

      const { similarity, distances } = compareEmbeddings(sides, { random: createRandom(1) });

      if (!similarity.ok || !distances.ok) throw new Error('refused');
      const { cosineTraining, cosineHoldout, aucTraining, aucHoldout } = similarity.value;
      expectClose([cosineTraining, cosineHoldout], expected.cosine, 1e-6);
      expectClose([aucTraining, aucHoldout], expected.auc, AUC_NOISE);
      const d = distances.value;
      expectClose([d.ims, d.imsHoldout, d.imsTrainingHoldout], expected.ims, 1e-9);
      expectClose([d.imsEqualSizes], expected.ims.slice(0, 1), 1e-9);
      expectClose([d.dcr, d.dcrHoldout, d.dcrTrainingHoldout], expected.dcr, 1e-6);
      expectClose([d.nndr, d.nndrHoldout, d.nndrTrainingHoldout], expected.nndr, 1e-5);
      expectClose([d.dcrShare], [expected.share], 1e-9);
    });
  }
});

function expectClose(
  found: readonly (number | null)[],
  expected: readonly number[],
  within: number,
): void {
  for (const [at, value] of expected.entries()) {
    expect(found[at], String(at)).to.be.closeTo(value, within);
  }
}

/** The numeric columns of each part, cut to the number of rows of the smallest. */
function numbersOf(golden: GoldenCase) {
  const part = (name: Part) => defined(goldenFrame(golden, name), `no file of ${name}`);
  const frames = {
    training: part('train'),
    holdout: part('holdout'),
    synthetic: part('synthetic'),
  };
  const rows = Math.min(...Object.values(frames).map((frame) => frame.rows));
  const cut = ({ columns }: Frame) => ({
    frame: {
      rows,
      columns: columns
        .filter(({ type, role }) => type !== 'categorical' && role === 'target')
        .map((column) => ({ ...column, values: column.values.slice(0, rows) })),
    },
  });
  return {
    training: cut(frames.training),
    holdout: cut(frames.holdout),
    synthetic: cut(frames.synthetic),
  };
}
