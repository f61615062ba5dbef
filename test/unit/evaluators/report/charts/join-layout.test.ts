import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type JoinEdge, layOutJoins } from '../../../../../evaluators/report/charts/join-layout.ts';

describe('layOutJoins', () => {
  it('should put every child right of its parents', () => {
    const { nodes, layers } = layOutJoins(boxes('root', 'mid', 'leaf'), [
      edge('leaf', 'root'),
      edge('leaf', 'mid'),
      edge('mid', 'root'),
    ]);

    expect(nodes.map(({ name, layer }) => [name, layer])).to.deep.equal([
      ['root', 0],
      ['mid', 1],
      ['leaf', 2],
    ]);
    expect(layers).to.equal(3);
  });

  it('should lead a long edge past the boxes between', () => {
    const { nodes, edges } = layOutJoins(boxes('root', 'mid', 'leaf'), [
      edge('mid', 'root'),
      edge('leaf', 'mid'),
      edge('leaf', 'root'),
    ]);

    const [passing = 0] = edges.find(
      ({ child, parent }) => child === 'leaf' && parent === 'root',
    )!.lanes;
    const mid = nodes.find(({ name }) => name === 'mid')!;
    expect(passing < mid.y || passing > mid.y + mid.height).to.equal(true);
  });

  it('should give every edge that enters a box a level of its own', () => {
    const { edges } = layOutJoins(boxes('a', 'b', 'c', 'child'), [
      edge('child', 'a'),
      edge('child', 'b'),
      edge('child', 'c'),
    ]);

    const levels = edges.map(({ lanes }) => lanes.at(-1) ?? 0).sort((one, other) => one - other);
    expect(Math.min(levels[1]! - levels[0]!, levels[2]! - levels[1]!)).to.be.at.least(30);
  });

  it('should end where keys form a circle', () => {
    const { nodes } = layOutJoins(boxes('a', 'b'), [edge('a', 'b'), edge('b', 'a')]);

    expect(nodes).to.have.length(2);
  });
});

function boxes(...names: readonly string[]) {
  return names.map((name) => ({ name, caption: '' }));
}

function edge(child: string, parent: string): JoinEdge {
  return { child, parent, kind: 'context', caption: '' };
}
