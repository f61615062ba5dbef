import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  concatSequences,
  type FrameWithSequences,
} from '../../../../evaluators/sequences/concat-sequences.ts';

describe('concatSequences', () => {
  it('should number the second part after the rows of the first', () => {
    const joined = concatSequences(part(['a', 'b', 'c'], [0, 2]), part(['c', 'a', 'b'], [0, 0, 1]));

    expect(joined.frame.rows).to.equal(6);
    expect(joined.sequences.columns[0]?.values).to.deep.equal(['a', 'b', 'c', 'c', 'a', 'b']);
    expect(joined.sequences.sequence).to.deep.equal([0, 2, 3, 3, 4]);
  });
});

function part(values: readonly string[], sequence: readonly number[]): FrameWithSequences {
  return {
    frame: {
      rows: values.length,
      columns: [{ name: 'kind', role: 'target', type: 'categorical', values }],
    },
    sequences: { columns: [{ name: 'kind', type: 'categorical', values }], sequence },
  };
}
