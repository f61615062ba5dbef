import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { DrawnRow } from '../../../engine/sampler/drawn-row.ts';
import { hideSeed } from '../../../engine/sampler/seed-hiding.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';

const SECOND_US = 1_000_000;
const END = 5;

describe('hideSeed', () => {
  const layout = layoutOf(telemetrySchema({ events: true, flows: true }));

  it('should drop what no later row names, and keep what one does, with its parents', () => {
    const [old, parent, unused] = [process(10), process(20), process(30)];
    parent.parents[0] = old;
    const later = event(50, parent);

    hide([old, parent, unused], [later]);

    expect([old, parent, unused, later].map((one) => one.isDropped)).to.deep.equal([
      false,
      false,
      true,
      false,
    ]);
  });

  it('should move the times of what is kept, in order, each before its own', () => {
    const told = [10, 20, 20, 21, 40].map((at) => process(at));
    const before = told.map((one) => one.time);

    hide(
      told,
      told.map((one) => event(50, one)),
    );

    const after = told.map((one) => one.time);
    for (const [at, time] of after.entries()) {
      expect(time).to.be.below(before[at]!);
      expect(before).to.not.include(time);
    }
    expect([...after].sort((a, b) => a - b)).to.deep.equal(after);
    expect(after[1]).to.equal(after[2]);
  });

  it('should move the end of a row like the times of others', () => {
    const [first, second] = [process(10), process(20)];
    first.cells[END] = second.time;

    hide([first, second], [event(50, first), event(50, second)]);

    expect(first.cells[END]).to.equal(second.time);
  });

  it('should leave the rows that follow as they are', () => {
    const [told, later] = [process(10), event(50, null)];

    hide([told], [later]);

    expect([later.time, told.isDropped]).to.deep.equal([50 * SECOND_US, true]);
  });

  function hide(told: readonly DrawnRow[], later: readonly DrawnRow[]): void {
    const rows = new Map([
      ['processes', told],
      ['events', later],
    ]);
    hideSeed({ rows, told: new Set(told), layout, random: createRandom(1, 'hide') });
  }

  function process(second: number): DrawnRow {
    return row('processes', second, [null]);
  }

  function event(second: number, parent: DrawnRow | null): DrawnRow {
    return row('events', second, [parent]);
  }

  function row(table: string, second: number, parents: (DrawnRow | null)[]): DrawnRow {
    return {
      table,
      cells: new Array(16).fill(null),
      at: 0,
      tokensAt: 0,
      time: second * SECOND_US,
      owner: null,
      parents,
      order: 0,
      lastUse: Number.NEGATIVE_INFINITY,
      key: 0,
      isDropped: false,
    };
  }
});
