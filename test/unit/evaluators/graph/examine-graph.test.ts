import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import { edgeTables } from '../../../../evaluators/graph/edge-rows.ts';
import { examineGraph } from '../../../../evaluators/graph/examine-graph.ts';
import { linkedSample, sidesOf, withRows } from '../links/linked-sides.ts';

const DESTINATION = 7;

describe('edgeTables', () => {
  it('should find the tables with two addresses, and their bytes', () => {
    const found = edgeTables(linkedSample(2).schema);

    expect(found.map(({ table }) => table)).to.deep.equal(['events', 'flows']);
    expect(found.map(({ bytes }) => bytes.length)).to.deep.equal([0, 2]);
  });
});

describe('examineGraph', () => {
  const world = linkedSample(40);
  const options = { random: createRandom(1), draws: 4 };

  it('should find a copy perfect, with the ceiling above the floor', () => {
    const { scores } = examineGraph(sidesOf(world, world), options);

    const degrees = scores.find(({ id }) => id === 'flows-in-degree');
    for (const { id, outcome } of scores) {
      expect(outcome.ok && outcome.value.value, id).to.equal(1);
    }
    if (degrees === undefined || !degrees.outcome.ok) throw new Error('no degrees');
    expect(degrees.outcome.value.ceiling).to.be.above(degrees.outcome.value.floor ?? 1);
  });

  it('should see that everyone sends to an endpoint of its own', () => {
    let next = 0;
    const apart = withRows(world, 'flows', (rows) =>
      rows.map((row) =>
        row.map((cell, at) => {
          if (at !== DESTINATION) return cell;
          next += 1;
          return `93.${next >> 8}.${next & 255}.9`;
        }),
      ),
    );

    const values = valuesOf(examineGraph(sidesOf(world, apart), options));

    expect(values['flows-in-degree']).to.be.below(0.5);
    expect(values['flows-ranks-rows']).to.be.below(0.9);
    expect(values['events-in-degree']).to.equal(1);
  });

  it('should refuse the law of components where there is a handful', () => {
    const together = withRows(world, 'flows', (rows) =>
      rows.map((row) => row.map((cell, at) => (at === DESTINATION ? '93.1.2.9' : cell))),
    );

    const { scores, figures } = examineGraph(sidesOf(world, together), options);

    const card = scores.find(({ id }) => id === 'flows-components-ks');
    expect(card?.outcome)
      .to.have.property('reason')
      .that.matches(/too few components of the synthetic side: [1-4]; give at least 5/);
    const titles = figures.map(({ title }) => title).join();
    expect(titles).to.include('endpoints of a component, events');
    expect(titles).not.to.include('endpoints of a component, flows');
  });

  it('should take as many subjects of the larger side', () => {
    const half = { ...world, subjects: world.subjects.slice(0, 20) };

    const { notes } = examineGraph(sidesOf(world, half), options);

    expect(notes).to.include('flows: 20 subjects on either side');
  });

  it('should cut tails that few endpoints are behind', () => {
    const { figures } = examineGraph(sidesOf(world, world), options);

    const tail = figures.find(
      (one) => one.title.startsWith('Tail') && one.title.includes('rows of a pair'),
    );
    if (tail?.kind !== 'curve') throw new Error('no tail');
    const pairs = new Set(
      world.subjects.flatMap(({ tables }) =>
        (tables.get('events') ?? []).map((row) => `${row[8]} ${row[10]}`),
      ),
    );
    for (const point of tail.series[0]?.points ?? []) {
      expect(point.y * pairs.size).to.be.at.least(9);
    }
  });
});

function valuesOf({ scores }: Chapter): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    scores.map(({ id, outcome }) => [id, outcome.ok ? outcome.value.value : null]),
  );
}
