import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import { examinePace } from '../../../../evaluators/sequences/examine-pace.ts';
import { linkedSample, sidesOf, withRows } from '../links/linked-sides.ts';

const START = 2;

describe('examinePace', () => {
  const world = linkedSample(24);
  const options = { random: createRandom(1), draws: 5 };

  it('should find a copy perfect, for each table that has a time', () => {
    const values = valuesOf(examinePace(sidesOf(world, world), options));

    expect(values['flows-order']).to.equal(0);
    for (const law of ['gaps', 'ties', 'hours', 'transitions', 'autocorrelation', 'bursts']) {
      for (const table of ['events', 'flows']) {
        expect(values[`${table}-${law}`], `${table}-${law}`).to.equal(1);
      }
    }
    expect(Object.keys(values).some((id) => id.startsWith('links'))).to.equal(false);
  });

  it('should see rows at another pace in the gaps, not in the transitions', () => {
    const slower = withRows(world, 'flows', (rows) =>
      rows.map((row) =>
        row.map((cell, at) =>
          at === START
            ? Number(rows[0]?.[START]) + 3 * (Number(cell) - Number(rows[0]?.[START]))
            : cell,
        ),
      ),
    );

    const values = valuesOf(examinePace(sidesOf(world, slower), options));

    expect(values['flows-gaps']).to.be.below(0.6);
    expect(values['flows-transitions']).to.equal(1);
    expect(values['events-gaps']).to.equal(1);
  });

  it('should see rows in another order in the transitions, not in the gaps', () => {
    const turned = withRows(world, 'flows', (rows) =>
      rows.map((row, at) =>
        row.map((cell, column) =>
          column <= START ? cell : (rows[(at * 7) % rows.length]?.[column] ?? null),
        ),
      ),
    );

    const values = valuesOf(examinePace(sidesOf(world, turned), options));

    expect(values['flows-gaps']).to.equal(1);
    expect(values['flows-transitions']).to.be.below(0.9);
  });

  it('should tell how many rows run backwards', () => {
    const backwards = withRows(world, 'flows', (rows) => rows.toReversed());

    const values = valuesOf(examinePace(sidesOf(world, backwards), options));

    expect(values['flows-order']).to.be.above(0.9);
  });

  it('should be the same for equal seeds', () => {
    const run = () => examinePace(sidesOf(world, world), options);

    expect(run()).to.deep.equal(run());
  });
});

function valuesOf({ scores }: Chapter): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    scores.map(({ id, outcome }) => [id, outcome.ok ? outcome.value.value : null]),
  );
}
