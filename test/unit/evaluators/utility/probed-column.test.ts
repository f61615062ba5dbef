import { expect } from 'chai';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import {
  concatSamples,
  type Sides,
  type SubjectSample,
} from '../../../../evaluators/relations/subject-sample.ts';
import { examineUtility } from '../../../../evaluators/utility/examine-utility.ts';
import { shopSchema } from './shop-schema.ts';

const options = { random: createRandom(1, 'utility') };

describe('examineUtility of a schema that names no task', () => {
  it('should ask for the category that is easiest to tell', async () => {
    const schema = shopSchema([column('season', 'category'), column('size', 'category')]);

    const { contract, scores } = await examineUtility(sidesOf(schema), options);

    expect(Object.keys(contract)).to.deep.equal(['utility.orders-size']);
    const [card] = scores;
    if (card?.outcome.ok !== true) throw new Error('no score');
    expect(card.outcome.value.value).to.be.above(0.95);
  });

  it('should refuse where there is no category', async () => {
    const refused = examineUtility(sidesOf(shopSchema([])), options);

    const error = await refused.catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(IncomputableMetricError);
  });
});

function sidesOf(schema: DatabaseSchema): Sides {
  const [training, holdout, synthetic] = [1, 2, 3].map((seed) => sampleOf(schema, seed)) as [
    SubjectSample,
    SubjectSample,
    SubjectSample,
  ];
  return { training, holdout, synthetic, original: concatSamples(training, holdout) };
}

/** Orders whose size follows from the amount, while the season follows from nothing. */
function sampleOf(schema: DatabaseSchema, seed: number): SubjectSample {
  const random = createRandom(seed, 'shop');
  const subjects = Array.from({ length: 30 }, (_, key) => {
    const rows = Array.from({ length: 6 }, (_, order): Row => {
      const amount = random.next() * 100;
      const season = random.pick(['summer', 'winter']);
      return [key, order, order * 1e6, amount, season, amount > 50 ? 'large' : 'small'];
    });
    return { key, row: [key], tables: new Map([['orders', rows]]) };
  });
  return { schema, subjects, share: 1 };
}
