import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { examineGraph } from '../../../../evaluators/graph/examine-graph.ts';
import {
  isNameShared,
  nameColumns,
  popularity,
  readNames,
  uniformNames,
} from '../../../../evaluators/graph/name-popularity.ts';
import { linkedSample, sidesOf, withRows } from '../links/linked-sides.ts';

const QUERY_NAME = 12;

describe('popularity', () => {
  const rows = {
    subjects: 3,
    subject: Int32Array.of(0, 0, 0, 1, 2),
    name: Int32Array.of(0, 1, 0, 0, 2),
    names: 4,
  };

  it('should count the rows and the subjects of each name, names without a row left out', () => {
    const figures = popularity(rows, null);

    expect([...(figures.get('rows') ?? [])].slice(0, 4)).to.deep.equal([0, 2, 0, 1]);
    expect([...(figures.get('subjects') ?? [])].slice(0, 4)).to.deep.equal([0, 2, 1, 0]);
  });

  it('should look at the kept subjects alone', () => {
    const figures = popularity(rows, Uint8Array.of(0, 1, 1));

    expect([...(figures.get('rows') ?? [])].slice(0, 3)).to.deep.equal([0, 2, 0]);
  });
});

describe('isNameShared', () => {
  it('should tell names that are met from a name that says whose rows they are', () => {
    const world = linkedSample(6);
    const shared = nameColumns(world.schema).filter((one) => isNameShared(readNames(world, one)));

    expect(shared.map(({ column }) => column)).to.deep.equal(['query_name']);
  });
});

describe('uniformNames', () => {
  it('should draw every name alike', () => {
    const rows = {
      subjects: 1,
      subject: new Int32Array(3000),
      name: new Int32Array(3000),
      names: 10,
    };

    const counts = new Int32Array(10);
    for (const name of uniformNames(rows, createRandom(1)).name)
      counts[name] = (counts[name] ?? 0) + 1;

    expect(Math.min(...counts)).to.be.above(200);
  });
});

describe('the popularity of names', () => {
  it('should be lost where every query asks for a name of its own', () => {
    const world = linkedSample(30);
    let next = 0;
    const apart = withRows(world, 'events', (rows) =>
      rows.map((row) =>
        row.map((cell, at) => {
          next += 1;
          return at === QUERY_NAME && cell !== null ? `site${next}.example` : cell;
        }),
      ),
    );

    const { scores } = examineGraph(sidesOf(world, apart), { random: createRandom(1), draws: 3 });

    const score = scores.find(({ id }) => id === 'events-query_name-rows');
    if (score === undefined || !score.outcome.ok) throw new Error('no score');
    expect(score.outcome.value.value).to.be.below(0.2);
  });
});
