import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { examineRelations } from '../../../../evaluators/relations/examine-relations.ts';
import { concatSamples, type Sides } from '../../../../evaluators/relations/subject-sample.ts';
import { toySample } from './small-samples.ts';

describe('examineRelations', () => {
  it('should say the same on every run', async () => {
    const [one, other] = [await examine(toySides(20)), await examine(toySides(20))];

    expect(one).to.deep.equal(other);
  });

  it('should test every table that others hang on, and only those', async () => {
    const { scores, figures } = await examine(toySides(30));

    const tested = scores.filter(({ id }) => id.startsWith('two-sample-'));
    expect(tested.map(({ id }) => id)).to.have.members(['two-sample-owners', 'two-sample-boxes']);
    const boxes = tested.find(({ id }) => id === 'two-sample-boxes');
    expect(boxes?.goal).to.equal('minimize');
    expect(boxes?.outcome.ok).to.equal(true);
    expect(figures.map(({ kind }) => kind)).to.include.members(['table', 'law', 'grid', 'curve']);
  });

  it('should refuse cards without data rather than fail, and say why', async () => {
    const side = toySample([{ colour: 'red', boxes: [], toys: [] }]);
    const sides = { training: side, holdout: side, original: side, synthetic: side };

    const { scores, notes } = await examine(sides);

    const refused = scores.filter(({ outcome }) => !outcome.ok).map(({ id }) => id);
    expect(refused).to.include.members(['hop-trends-2', 'next-row', 'two-sample-owners']);
    expect(notes.join('\n')).to.match(/owners: two-sample test: too few rows: 1/);
  });
});

async function examine(sides: Sides) {
  return examineRelations(sides, { random: createRandom(1) });
}

function toySides(owners: number): Sides {
  const [training, holdout, synthetic] = [0, 1, 2].map((seed) => toyOwners(owners, seed)) as [
    Sides['training'],
    Sides['holdout'],
    Sides['synthetic'],
  ];
  return { training, holdout, original: concatSamples(training, holdout), synthetic };
}

function toyOwners(count: number, seed: number) {
  const random = createRandom(seed);
  return toySample(
    Array.from({ length: count }, () => ({
      colour: random.pick(['red', 'blue']),
      boxes: [1, 2].map((box) => [box, null, box * 1000, random.integer(5)] as const),
      toys: [1, 2, 3].map((toy) => {
        const kind = random.pick(['car', 'doll']);
        return [toy, 1 + random.integer(2), kind, kind === 'car' ? 9 : random.integer(4)] as const;
      }),
    })),
  );
}
