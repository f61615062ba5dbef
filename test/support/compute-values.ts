import type { GraphBuilder } from '../../engine/compute/build-graph.ts';
import type { Node } from '../../engine/compute/graph.ts';
import { nodesBelow } from '../../engine/compute/make-entry.ts';
import { bindShape } from '../../engine/compute/shape.ts';
import { evaluate } from './reference-engine.ts';

export interface ComputeOptions {
  /** Elements of every input that is needed, row-major. */
  readonly feed?: Readonly<Record<string, ArrayLike<number>>>;
  /** What the symbols stand for. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/** The elements of nodes, in double precision, with states at their first values. */
export function computeValues(
  g: GraphBuilder,
  nodes: readonly Node[],
  { feed = {}, sizes = {} }: ComputeOptions = {},
): readonly (readonly number[])[] {
  const bound = new Map(Object.entries(sizes));
  const inputs = nodesBelow(nodes).flatMap(({ operation, shape }) => {
    if (operation.kind !== 'input') return [];
    const data = Float64Array.from(feed[operation.name]!);
    return [[operation.name, { shape: bindShape(shape, bound), data }] as const];
  });
  const states = g.states.map(
    ({ name, shape, initial }) => [name, { shape, data: Float64Array.from(initial) }] as const,
  );
  const known = { inputs: new Map(inputs), states: new Map(states), sizes: bound };
  return evaluate(nodes, known).map(({ data }) => [...data]);
}
