import { expect } from 'chai';
import fc from 'fast-check';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../../engine/compute/differentiate.ts';
import { columnOrderMask } from '../../../../engine/compute/layers/column-order.ts';
import { dense } from '../../../../engine/compute/layers/dense.ts';
import { Weights } from '../../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { computeValues } from '../../../support/compute-values.ts';

const [COLUMNS, INPUTS, UNITS] = [4, 2, 3] as const;

describe('columnOrderMask', () => {
  it('should let a column see exactly the columns before it', () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: COLUMNS, maxLength: COLUMNS });
    fc.assert(
      fc.property(orders, fc.nat(COLUMNS - 1), (order, column) => {
        const seen = columnsSeenBy(column, order);

        const before = order.slice(0, order.indexOf(column));
        expect(seen).to.deep.equal([...before].sort());
      }),
      { numRuns: 50, seed: 4 },
    );
  });
});

/** Columns whose inputs move the units of one column. */
function columnsSeenBy(column: number, order: readonly number[]): readonly number[] {
  const g = new GraphBuilder();
  const weights = new Weights(g, createRandom(1));
  const x = g.input('x', ['B', COLUMNS * INPUTS]);
  const mask = g.input('mask', [COLUMNS * INPUTS, COLUMNS * UNITS]);
  const y = dense(weights, x, { name: 'own', units: COLUMNS * UNITS, mask });
  const own = g.slice(y, { axis: 1, start: column * UNITS, size: UNITS });
  const [slopes] = computeValues(g, differentiate(g, g.multiply(own, own), [x]), {
    sizes: { B: 1 },
    feed: {
      x: new Array(COLUMNS * INPUTS).fill(0.7),
      mask: columnOrderMask(order, { inputs: INPUTS, units: UNITS }),
    },
  });
  const columns = [0, 1, 2, 3];
  return columns.filter((each) =>
    slopes!.slice(each * INPUTS, (each + 1) * INPUTS).some((slope) => slope !== 0),
  );
}
