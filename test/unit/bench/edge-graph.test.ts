import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ColumnTable } from '../../bench/generation-figures/column-table.ts';
import {
  edgeGraph,
  endpointColumns,
  graphLaws,
} from '../../bench/generation-figures/edge-graph.ts';

// Subject 0 sends from 10 to 20 twice and to 21; subject 1 answers from 20 to 10.
const TABLE = tableOf([
  [0, 10, 20],
  [0, 10, 20],
  [0, 10, 21],
  [1, 20, 10],
  [1, -1, 10],
]);

describe('edgeGraph', () => {
  it('should take the first two addresses for the ends', () => {
    expect(endpointColumns(TABLE)).to.deep.equal(['src_ip', 'dst_ip']);
  });

  it('should count the distinct endpoints of each subject, rows without an end left out', () => {
    const { met } = edgeGraph(TABLE, ['src_ip', 'dst_ip']);

    expect([...met.values]).to.deep.equal([3, 2]);
  });
});

describe('graphLaws', () => {
  it('should count distinct neighbours, and rows', () => {
    const laws = graphLaws(edgeGraph(TABLE, ['src_ip', 'dst_ip']), null);

    expect([...laws.outDegrees]).to.deep.equal([2, 1]);
    expect([...laws.inDegrees]).to.deep.equal([1, 1, 1]);
    expect([...laws.endpointRows]).to.deep.equal([4, 3, 1]);
    expect([...laws.pairRows]).to.deep.equal([2, 1, 1]);
    expect(laws.reciprocity).to.be.closeTo(2 / 3, 1e-12);
  });

  it('should see the rows of some subjects only', () => {
    const laws = graphLaws(edgeGraph(TABLE, ['src_ip', 'dst_ip']), Uint8Array.of(1, 0));

    expect([...laws.pairRows]).to.deep.equal([2, 1]);
    expect(laws.reciprocity).to.equal(0);
  });
});

function tableOf(rows: readonly (readonly [number, number, number])[]): ColumnTable {
  const column = (at: 1 | 2) => ({
    form: 'codes' as const,
    kind: 'address' as const,
    values: Int32Array.from(rows, (row) => row[at]),
  });
  return {
    name: 'rows',
    rows: rows.length,
    subjects: 2,
    subject: Int32Array.from(rows, ([position]) => position),
    columns: new Map([
      ['src_ip', column(1)],
      ['dst_ip', column(2)],
    ]),
    timeColumn: null,
  };
}
