import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../../engine/core/errors.ts';
import { argn } from '../../../../engine/models/argn/argn.ts';
import { makeCodeWorld } from '../../../support/code-world.ts';

const { space } = makeCodeWorld(2, 2);
const sizes = { embedding: 4, context: 32, hidden: 16, history: 4 };
const network = { sizes, weights: { embedding: 2 }, guards: [[], []] };
const tensors = new Map([['0.embedding', Float32Array.of(1, 2)]]);

describe('loadArgn', () => {
  const cases: readonly (readonly [string, unknown, ReadonlyMap<string, Float32Array>, string])[] =
    [
      ['a record that is no list', {}, tensors, 'record'],
      ['records of another space', [null], tensors, 'number of records'],
      [
        'a size beyond all measure',
        [{ ...network, sizes: { ...sizes, hidden: 1e9 } }, null, null],
        tensors,
        'record',
      ],
      ['a weight that is not there', [network, null, null], new Map(), 'weight'],
      [
        'a weight of another length',
        [network, null, null],
        new Map([['0.embedding', new Float32Array(3)]]),
        'weight',
      ],
      [
        'a weight that is no number',
        [network, null, null],
        new Map([['0.embedding', Float32Array.of(1, Number.NaN)]]),
        'number in',
      ],
    ];
  for (const [name, record, held, what] of cases) {
    it(`should refuse ${name}`, () => {
      const open = () => argn.load(space, { record, tensors: held });

      expect(open)
        .to.throw(CheckpointMismatchError)
        .with.property('details')
        .that.has.property('what', what);
    });
  }
});
