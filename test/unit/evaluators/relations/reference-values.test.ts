import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { cardinalities } from '../../../../evaluators/relations/child-counts.ts';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import { columnShapes } from '../../../../evaluators/relations/column-shapes.ts';
import { type Comparison, wholeOf } from '../../../../evaluators/relations/comparison.ts';
import { dataValidity } from '../../../../evaluators/relations/data-validity.ts';
import { flattenSample } from '../../../../evaluators/relations/flat-sample.ts';
import { pathTrends, tableTrends } from '../../../../evaluators/relations/hop-trends.ts';
import { joinPaths } from '../../../../evaluators/relations/join-path.ts';
import {
  rowDifferences,
  sequenceLengths,
  sequenceStatistics,
} from '../../../../evaluators/relations/row-differences.ts';
import { toySample } from './small-samples.ts';

// NOTE: computed by SDMetrics 0.29.0 on the same rows.
const REFERENCE: Readonly<Record<string, number>> = {
  'shape boxes.size': 0.9375,
  'shape toys.kind': 0.9722222222222222,
  'shape toys.price': 0.875,
  'trend toys: kind, price': 0.6944444444444444,
  'joined toys > boxes: price, size': 0.9711477290621096,
  'cardinality toys of boxes': 0.7833333333333333,
  'validity child counts: toys of boxes': 1.0,
  'validity boundaries: toys.price': 1.0,
  'difference boxes.size': 0.9583333333333334,
  'statistic boxes.size mean': 0.875,
  'statistic boxes.size median': 0.875,
  'statistic boxes.size sd': 0.8680555555555556,
  'length boxes': 0.75,
};

describe('likenesses of relations', () => {
  const codebook = createCodebook();
  const [one, other] = [0, 1].map((side) => flattenSample(madeSide(side), codebook)) as [
    ReturnType<typeof flattenSample>,
    ReturnType<typeof flattenSample>,
  ];
  const random = createRandom(1);
  const comparisons = new Map<string, Comparison>(
    Object.entries({
      shape: columnShapes(one),
      trend: tableTrends(one, 'toys', random).trends,
      joined: joinPaths(one.relations, 1).flatMap((path) => pathTrends(one, path, random).trends),
      cardinality: cardinalities(one),
      validity: dataValidity(one),
      difference: rowDifferences(one, ['boxes'], 1),
      statistic: sequenceStatistics(one, ['boxes']),
      length: sequenceLengths(['boxes']),
    }).flatMap(([kind, list]) => list.map((each) => [`${kind} ${each.name}`, each] as const)),
  );

  for (const [name, value] of Object.entries(REFERENCE)) {
    it(`should equal the reference: ${name}`, () => {
      const found = comparisons.get(name)?.compare(wholeOf(one), wholeOf(other));

      expect(found).to.be.closeTo(value, 1e-9);
    });
  }
});

/** Rows by arithmetic alone, so that any language makes the same. */
function madeSide(side: number) {
  return toySample(
    Array.from({ length: 24 }, (_, owner) => {
      const count = 1 + (owner % (3 + side));
      const sizeOf = (box: number) => (owner * 7 + (box - 1) * 5 + side * (owner % 2)) % 13;
      const toys = (owner * 5 + side * (owner % 3)) % (4 + side);
      return {
        colour: 'red',
        boxes: Array.from(
          { length: count },
          (_, at) => [at + 1, null, at, sizeOf(at + 1)] as const,
        ),
        toys: Array.from({ length: toys }, (_, toy) => {
          const box = 1 + ((owner + toy) % count);
          const kind = (sizeOf(box) + side * toy) % 13 < 6 ? 'car' : 'doll';
          return [toy + 1, box, kind, sizeOf(box) + ((toy + owner * side) % 5)] as const;
        }),
      };
    }),
  );
}
