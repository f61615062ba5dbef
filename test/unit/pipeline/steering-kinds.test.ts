import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { adjustmentsOf } from '../../../engine/pipeline/steering.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { generateAll, train } from '../../support/generate-all.ts';
import { linkedWorld } from '../../support/linked-world.ts';

const EVENT_TYPE = 5;

describe('fixed types of rows', () => {
  let generator: Generator;

  before(async () => {
    generator = await train(linkedWorld(14), { seed: 1 });
  });

  it('should let no other kind of activity happen', () => {
    const request = { seed: 3, subjects: 12, fix: { 'events.event_type': ['1', '5'] } };

    const rows = generateAll(generator, request);

    const types = (rows.get('events') ?? []).map((row) => row[EVENT_TYPE]);
    expect(types).to.have.length.above(5);
    expect(new Set(types)).to.deep.equal(new Set(['1', '5']));
    expect(rows.get('links')).to.deep.equal([]);
  });

  it('should refuse a type that is not there, and shares of types', () => {
    const fix = { 'events.event_type': '99' };
    const rebalance = { 'events.event_type': { '1': 0.9 } };

    expect(() => adjustmentsOf(generator, { fix })).to.throw(
      ScenarioError,
      /no such value: 99; possible: 1, /,
    );
    expect(() => adjustmentsOf(generator, { rebalance })).to.throw(
      ScenarioError,
      /kind of activity/,
    );
  });
});
