import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Frame } from '../../../../evaluators/columns/frame.ts';
import { compareEmbeddings } from '../../../../evaluators/similarity/compare-embeddings.ts';
import type {
  DistanceFigures,
  SimilarityFigures,
} from '../../../../evaluators/similarity/examine-frames.ts';

const options = { random: createRandom(1) };

describe('compareEmbeddings', () => {
  it('should find fresh rows of the same law neither apart nor too close', () => {
    const { similarity, distances, rows } = figures({ synthetic: tableOf(3, 150) });

    expect(rows).to.equal(150);
    expect(similarity.aucTraining).to.be.closeTo(0.5, 0.12);
    expect(similarity.aucHoldout).to.be.closeTo(0.5, 0.12);
    expect(similarity.cosineTraining).to.be.greaterThan(0.8);
    expect(distances.dcrShare).to.be.closeTo(0.53, 0.1);
    expect(distances.ims).to.equal(0);
    expect(distances.dcr).to.be.closeTo(distances.dcrTrainingHoldout!, 0.1);
  });

  it('should catch copies of training rows', () => {
    const { distances } = figures({ synthetic: tableOf(1, 150) });

    expect(distances).to.include({ ims: 1, dcr: 0, dcrShare: 1 });
    expect(distances.imsHoldout).to.equal(0);
    expect(distances.nndr).to.be.below(1e-5);
  });

  it('should tell rows of another law apart', () => {
    const { similarity } = figures({ synthetic: tableOf(3, 150, 4) });

    expect(similarity.aucTraining).to.be.greaterThan(0.9);
    expect(similarity.cosineTraining).to.be.below(similarity.cosineHoldout!);
  });

  it('should do without a holdout', () => {
    const { similarity, distances } = figures({ synthetic: tableOf(3, 150), holdout: null });

    expect(similarity.cosineHoldout).to.equal(null);
    expect(similarity.aucHoldout).to.equal(null);
    expect(distances).to.include({ dcrShare: null, imsHoldout: null, group: 'all columns' });
    expect(distances.dcr).to.be.greaterThan(0);
  });

  it('should say why it refuses', () => {
    const few = compareEmbeddings(sidesOf({ synthetic: tableOf(3, 50) }), options);

    expect(few.similarity).to.have.property('ok', false);
    expect(few.distances).to.have.property('reason').that.includes('too few synthetic subjects');
    expect(few.rows).to.equal(0);
  });

  it('should say that its embedding of texts is its own', () => {
    const { notes } = compareEmbeddings(sidesOf({ synthetic: tableOf(3, 50) }), options);

    expect(notes.join()).to.include('not by a language model');
  });
});

type Given = { readonly synthetic: Frame; readonly holdout?: null };

function sidesOf({ synthetic, holdout }: Given) {
  return {
    training: { frame: tableOf(1, 150) },
    holdout: holdout === null ? null : { frame: tableOf(2, 150) },
    synthetic: { frame: synthetic },
  };
}

function figures(given: Given): {
  similarity: SimilarityFigures;
  distances: DistanceFigures;
  rows: number;
} {
  const { similarity, distances, rows } = compareEmbeddings(sidesOf(given), options);
  if (!similarity.ok || !distances.ok) throw new Error('refused');
  return { similarity: similarity.value, distances: distances.value, rows };
}

/** Rows of a name, numbers that go with it, and noise. */
function tableOf(seed: number, rows: number, shift = 0): Frame {
  const random = createRandom(seed);
  const names = ['tcp', 'udp', 'icmp'];
  const kinds = Array.from({ length: rows }, () => random.integer(names.length));
  const numbers = (scale: number) =>
    kinds.map((kind) => shift + kind * scale + Math.abs(random.normal()));
  const column = (name: string, values: Frame['columns'][number]['values']) => ({
    name,
    role: 'target' as const,
    type: typeof values[0] === 'string' ? ('categorical' as const) : ('numeric' as const),
    values,
  });
  return {
    rows,
    columns: [
      column(
        'kind',
        kinds.map((kind) => names[kind]!),
      ),
      ...[0, 1, 2].map((scale) => column(`number ${scale}`, numbers(scale))),
    ],
  };
}
