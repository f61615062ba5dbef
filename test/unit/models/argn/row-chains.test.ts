import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  type NetworkPlan,
  planNetwork,
  sizesFor,
} from '../../../../engine/models/argn/network-plan.ts';
import {
  chainRows,
  fixedWindows,
  rowsSeen,
  shuffleWindows,
  splitChains,
} from '../../../../engine/models/argn/row-chains.ts';
import { NO_ROW } from '../../../../engine/models/argn/training-rows.ts';
import type { RecordCodes } from '../../../../engine/models/code-space.ts';
import { makeCodeWorld, WORLD } from '../../../support/code-world.ts';

const world = makeCodeWorld(9, 150);
const plan = planNetwork(world.space, WORLD.row, sizesFor(10)) as NetworkPlan;
const data = world.data[WORLD.row] as RecordCodes;
const chains = chainRows(plan, data);
const random = () => createRandom(4, 'chains');

describe('chainRows', () => {
  it('should hold every row once, each after the row before it', () => {
    const before = data.views[plan.lag] as Int32Array;
    const place = new Map([...chains.rows].map((row, at) => [row, at]));

    expect(place.size).to.equal(data.rows);
    for (const row of chains.rows) {
      const last = before[row] as number;
      if (last >= 0) expect(place.get(row)).to.equal((place.get(last) as number) + 1);
    }
  });

  it('should follow timelines whose rows lie apart', () => {
    const crossed = { ...data, rows: 4, views: [Int32Array.of(), Int32Array.of(-1, -1, 0, 1)] };

    const { rows, starts } = chainRows(plan, crossed);

    expect([...rows]).to.deep.equal([0, 2, 1, 3]);
    expect([...starts]).to.deep.equal([0, 2, 4]);
  });
});

describe('splitChains', () => {
  it('should part whole subjects and lose no row', () => {
    const sides = splitChains(chains, data, { share: 0.3, random: random() });
    const subjectsOf = (rows: Int32Array) => new Set([...rows].map((row) => data.subjects[row]));

    const [training, judged] = [sides.training.rows, sides.validation.rows].map(subjectsOf);
    expect(sides.training.rows.length + sides.validation.rows.length).to.equal(data.rows);
    expect([...(judged as Set<number>)].some((one) => training?.has(one))).to.equal(false);
    expect(judged?.size).to.equal(3);
  });

  it('should leave a single subject to training', () => {
    const alone = { ...data, subjects: new Int32Array(data.rows) };

    const sides = splitChains(chains, alone, { share: 0.5, random: random() });

    expect(sides.validation.rows).to.have.lengthOf(0);
    expect(sides.training.rows).to.have.lengthOf(data.rows);
  });
});

describe('shuffleWindows', () => {
  it('should show every row once an epoch, in whole batches', () => {
    const all = shuffleWindows(plan, chains, { windows: 4, random: random() });

    const rows = [...all].filter((row) => row !== NO_ROW);
    expect(all.length % (4 * plan.window)).to.equal(0);
    expect(new Set(rows).size).to.equal(rows.length);
    expect(rows).to.have.lengthOf(rowsSeen(chains));
  });

  it('should see of a long timeline a stretch only', () => {
    const long = makeCodeWorld(1, 3000);
    const own = chainRows(plan, long.data[WORLD.row] as RecordCodes);

    expect(rowsSeen(own)).to.equal(1024);
  });
});

describe('fixedWindows', () => {
  it('should hold whole batches of about so many rows', () => {
    const all = fixedWindows(plan, chains, { windows: 2, most: 300, random: random() });

    expect(all).to.have.lengthOf(3 * 2 * plan.window);
  });
});
