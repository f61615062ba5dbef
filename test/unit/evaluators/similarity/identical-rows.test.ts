import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Cell } from '../../../../evaluators/columns/frame.ts';
import { identicalRows } from '../../../../evaluators/similarity/identical-rows.ts';

describe('identicalRows', () => {
  it('should look among all training rows, whatever the sizes of the other sides', () => {
    const training = side(Array.from({ length: 50 }, (_, at) => [at, `name ${at}`]));
    const found = identicalRows({ training, holdout: side([[3, 'name 4']]), synthetic: training });

    expect(found).to.deep.equal({
      synthetic: 1,
      holdout: 0,
      rows: { synthetic: 50, training: 50 },
    });
  });

  it('should count rows that equal one in every column', () => {
    const found = identicalRows({
      training: side([
        [1, 'a'],
        [null, 'b'],
      ]),
      holdout: null,
      synthetic: side([
        [1, 'a'],
        [1, 'b'],
        [null, 'b'],
        [null, null],
      ]),
    });

    expect(found).to.include({ synthetic: 0.5, holdout: null });
  });

  it('should tell a missing label from an empty one', () => {
    const [training, synthetic] = [side([[1, '']]), side([[1, null]])];

    expect(identicalRows({ training, holdout: null, synthetic }).synthetic).to.equal(0);
  });

  it('should hold rows of sequences of another length apart', () => {
    const training = { ...side([[1, 'a']]), subject: Int32Array.of(0) };
    const synthetic = {
      ...side([
        [1, 'a'],
        [1, 'a'],
      ]),
      subject: Int32Array.of(0, 0),
    };

    expect(identicalRows({ training, holdout: null, synthetic }).synthetic).to.equal(0);
  });
});

/** Rows of a number and a label. */
function side(rows: readonly (readonly [Cell, Cell])[]) {
  const role = 'target' as const;
  const columns = [
    { name: 'number', role, type: 'numeric' as const, values: rows.map(([one]) => one) },
    { name: 'label', role, type: 'categorical' as const, values: rows.map(([, one]) => one) },
  ];
  return { frame: { rows: rows.length, columns } };
}
