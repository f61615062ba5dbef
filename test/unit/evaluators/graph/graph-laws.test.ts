import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  communicationGraph,
  componentSizes,
} from '../../../../evaluators/graph/communication-graph.ts';
import { type EdgeRows, rewired } from '../../../../evaluators/graph/edge-rows.ts';
import { graphFigures, MIXING, RECIPROCITY } from '../../../../evaluators/graph/graph-laws.ts';
import { rankedLikeness, rankedShares } from '../../../../evaluators/graph/ranked-likeness.ts';
import { rankedExternal } from '../../../../evaluators/graph/tail-curves.ts';

/** 0 sends to 1 (twice) and 2, 1 answers 0, 3 sends to 4. */
const EDGES = edgesOf([
  [0, 1],
  [0, 1],
  [0, 2],
  [1, 0],
  [3, 4],
]);

describe('communicationGraph', () => {
  it('should hold a node an endpoint and an edge a pair, with rows and bytes', () => {
    const graph = communicationGraph(EDGES);

    expect([graph.order, graph.size]).to.deep.equal([5, 4]);
    expect(graph.getEdgeAttributes(0, 1)).to.deep.equal({ rows: 2, bytes: 1 });
    expect(graph.getNodeAttributes(0)).to.deep.equal({ rows: 4, bytes: 6 });
  });

  it('should leave out endpoints without a row, and count a row to oneself once', () => {
    const graph = communicationGraph({ ...edgesOf([[2, 2]]), isExternal: new Uint8Array(4) });

    expect(graph.nodes()).to.deep.equal(['2']);
    expect(graph.getNodeAttributes(2).rows).to.equal(1);
  });
});

describe('componentSizes', () => {
  it('should count endpoints whichever way they are tied', () => {
    expect([...componentSizes(communicationGraph(EDGES))].sort()).to.deep.equal([2, 3]);
  });
});

describe('graphFigures', () => {
  it('should count degrees of those that have any', () => {
    const figures = graphFigures(EDGES, null);

    expect(start(figures.get('out-degree'))).to.deep.equal([0, 2, 1, 0]);
    expect(start(figures.get('in-degree'))).to.deep.equal([0, 4, 0, 0]);
    expect(start(figures.get('pair-rows'))).to.deep.equal([0, 3, 1, 0]);
    expect(start(figures.get('components'))).to.deep.equal([0, 0, 1, 1]);
    expect([...(figures.get(RECIPROCITY) ?? [])]).to.deep.equal([2, 2]);
    expect(sum(figures.get(MIXING))).to.equal(4);
  });

  it('should look at the kept subjects alone', () => {
    const figures = graphFigures(EDGES, Uint8Array.of(1, 1, 0, 0, 0));

    expect(start(figures.get('pair-rows'))).to.deep.equal([0, 0, 1, 0]);
    expect(start(figures.get('rows'))).to.deep.equal([0, 0, 2, 0]);
  });
});

describe('rewired', () => {
  it('should keep the rows and lose the hubs', () => {
    const star = edgesOf(
      Array.from({ length: 500 }, (_, at): [number, number] => [0, 1 + (at % 99)]),
    );

    const other = rewired(star, createRandom(1));

    expect(other.source.length).to.equal(500);
    expect(new Set(other.source).size).to.be.above(80);
  });
});

describe('rankedExternal', () => {
  it('should give the shares of public endpoints, the greatest first', () => {
    const edges = { ...EDGES, isExternal: Uint8Array.of(0, 1, 1, 0, 1) };

    expect([...rankedExternal(edges, 'rows')]).to.deep.equal([3 / 5, 1 / 5, 1 / 5]);
    expect([...rankedExternal(edges, 'bytes')]).to.deep.equal([4 / 10, 4 / 10, 2 / 10]);
  });
});

describe('rankedLikeness', () => {
  const even = edgesOf(
    Array.from({ length: 400 }, (_, at): [number, number] => [0, 1 + (at % 40)]),
  );
  const steep = edgesOf(
    Array.from({ length: 400 }, (_, at): [number, number] => [
      0,
      1 + Math.floor(40 * (at / 400) ** 4),
    ]),
  );
  const curveOf = (edges: EdgeRows) =>
    rankedShares({ ...edges, isExternal: new Uint8Array(50).fill(1, 1) }, null, 'rows');

  it('should be 1 for a curve with itself and lower for another', () => {
    expect(rankedLikeness(curveOf(even), curveOf(even))).to.equal(1);
    expect(rankedLikeness(curveOf(even), curveOf(steep))).to.be.within(0.5, 0.95);
  });
});

function edgesOf(pairs: readonly (readonly [number, number])[]): EdgeRows {
  const endpoints = 1 + Math.max(...pairs.flat());
  return {
    subjects: pairs.length,
    subject: Int32Array.from(pairs.keys()),
    source: Int32Array.from(pairs, ([from]) => from),
    destination: Int32Array.from(pairs, ([, to]) => to),
    bytes: Float64Array.from(pairs.keys()),
    isExternal: new Uint8Array(endpoints),
  };
}

function start(cells: Float64Array | undefined): readonly number[] {
  return [...(cells ?? [])].slice(0, 4);
}

function sum(cells: Float64Array | undefined): number {
  return [...(cells ?? [])].reduce((total, count) => total + count, 0);
}
