import { expect } from 'chai';
import { familyColumns } from '../../../engine/sampler/learn-family.ts';
import { Dictionary } from '../../../engine/sequences/dictionary.ts';
import type { TableStore } from '../../../engine/sequences/table-store.ts';

const SOURCE = { columns: [0], domain: 3 };
const DESTINATION = { columns: [1], domain: 3 };

describe('familyColumns', () => {
  it('should name the other address where both are of one family in every row', () => {
    const store = storeOf(['10.0.0.1', 'fe80::1', null], ['10.0.0.2', 'ff02::fb', '10.0.0.2']);

    expect(familyColumns(store, SOURCE, [SOURCE, DESTINATION])).to.deep.equal([1]);
    expect(familyColumns(store, DESTINATION, [SOURCE, DESTINATION])).to.deep.equal([0]);
  });

  it('should name none where a row mixes them, none has both, or they are no addresses', () => {
    for (const [from, to] of [
      [
        ['10.0.0.1', '10.0.0.1'],
        ['10.0.0.2', 'fe80::1'],
      ],
      [
        ['10.0.0.1', null],
        [null, '10.0.0.2'],
      ],
      [
        ['alpha', 'beta'],
        ['gamma', 'delta'],
      ],
    ] as const) {
      expect(familyColumns(storeOf(from, to), SOURCE, [SOURCE, DESTINATION])).to.deep.equal([]);
    }
  });

  it('should leave names of other domains alone', () => {
    const store = storeOf(['10.0.0.1'], ['10.0.0.2']);

    expect(familyColumns(store, SOURCE, [SOURCE, { columns: [1], domain: 4 }])).to.deep.equal([]);
  });
});

function storeOf(...columns: (readonly (string | null)[])[]): TableStore {
  const dictionary = new Dictionary();
  const stored = columns.map((values) => ({
    numbers: new Float64Array(0),
    codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.add(value))),
    dictionary,
  }));
  return { columns: stored, rows: columns[0]?.length ?? 0 } as unknown as TableStore;
}
