import { expect } from 'chai';
import fc from 'fast-check';
import { GraphBuilder } from '../../engine/compute/build-graph.ts';
import { differentiate } from '../../engine/compute/differentiate.ts';
import type { Node } from '../../engine/compute/graph.ts';
import { anyCaseSizes, type BuiltCase, buildCase, type CaseSizes } from '../support/drawn-case.ts';
import { LAYER_CASES } from '../support/layer-cases.ts';
import { OPERATION_CASES } from '../support/operation-cases.ts';
import { evaluate, type Known } from '../support/reference-engine.ts';
import type { Exact } from '../support/reference-kernels.ts';

/** Balances what is cut off against what rounding leaves, in double precision. */
const STEP = 1e-5;
const RUNS = 6;
/** Elements of each tensor that are moved. */
const MOVED = 4;

/** By definition no gradient flows through a maximum or a stop, whatever the differences say. */
const OPAQUE = ['max of columns', 'max of all', 'x less its max', 'stop'];

const CASES = Object.entries({ ...OPERATION_CASES, ...LAYER_CASES }).filter(
  ([name]) => !OPAQUE.includes(name),
);

describe('differentiate', () => {
  for (const each of CASES) {
    it(`should agree with finite differences, also of gradients: ${each[0]}`, () => {
      fc.assert(
        fc.property(anyCaseSizes, (sizes) => {
          const g = new GraphBuilder();
          const built = buildCase(g, each, sizes);
          const known = knownOf(g, built, sizes);
          const squares = sumOfSquares(g, built.gradients);

          expectSlopes(built.loss, { ...built, known });
          expectSlopes(squares, {
            known,
            wrt: built.wrt,
            gradients: differentiate(g, squares, built.wrt),
          });
        }),
        { numRuns: RUNS, seed: 5, endOnFailure: true },
      );
    });
  }
});

function sumOfSquares(g: GraphBuilder, nodes: readonly Node[]): Node {
  return nodes.reduce(
    (sum, node) => {
      const axes = node.shape.map((_, axis) => axis);
      return g.add(sum, g.reshape(g.sum(g.multiply(node, node), axes), []));
    },
    g.fill([], 0),
  );
}

function knownOf(g: GraphBuilder, built: BuiltCase, sizes: CaseSizes): Known {
  const exact = (shape: readonly number[], data: ArrayLike<number>): Exact => ({
    shape,
    data: Float64Array.from(data),
  });
  const inputs = Object.entries(built.feed).map(
    ([name, { shape, data }]) => [name, exact(shape, data)] as const,
  );
  const states = g.states.map(({ name, shape, initial }) => [name, exact(shape, initial)] as const);
  return {
    inputs: new Map(inputs),
    states: new Map(states),
    sizes: new Map([['B', sizes.B]]),
  };
}

/** Moves elements of every tensor a little to both sides and compares with its gradient. */
function expectSlopes(
  loss: Node,
  of: { readonly known: Known; readonly wrt: readonly Node[]; readonly gradients: readonly Node[] },
): void {
  const { known, wrt, gradients } = of;
  const slopes = evaluate(gradients, known);
  wrt.forEach((node, index) => {
    expect(gradients[index]!.shape).to.deep.equal(node.shape);
    const count = Math.min(MOVED, slopes[index]!.data.length);
    for (let element = 0; element < count; element += 1) {
      const at = (by: number) => evaluate([loss], moved(known, node, { element, by }))[0]!.data[0]!;
      const [above, below] = [at(STEP), at(-STEP)];
      const slope = slopes[index]!.data[element]!;
      const rounding = (Math.max(Math.abs(above), Math.abs(below)) * 1e-14) / STEP;
      expect(slope).to.be.closeTo(
        (above - below) / (2 * STEP),
        1e-5 * (1 + Math.abs(slope)) + rounding,
      );
    }
  });
}

function moved(
  known: Known,
  { operation }: Node,
  { element, by }: { readonly element: number; readonly by: number },
): Known {
  if (operation.kind !== 'input' && operation.kind !== 'state') throw new Error('cannot be moved');
  const key = operation.kind === 'input' ? 'inputs' : 'states';
  const { shape, data } = known[key].get(operation.name)!;
  const changed = { shape, data: data.with(element, data[element]! + by) };
  return { ...known, [key]: new Map([...known[key], [operation.name, changed]]) };
}
