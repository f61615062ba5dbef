import fc from 'fast-check';
import type { GraphBuilder } from '../../engine/compute/build-graph.ts';
import { differentiate } from '../../engine/compute/differentiate.ts';
import type { Node, Shape } from '../../engine/compute/graph.ts';
import { Weights } from '../../engine/compute/layers/weights.ts';
import type { Value } from '../../engine/compute/program.ts';
import { bindShape } from '../../engine/compute/shape.ts';
import { createRandom, type Random } from '../../engine/core/random.ts';

/** What the axes of a case are drawn from; `B` is a symbol in the graph, the others are numbers. */
export interface CaseSizes {
  readonly B: number;
  readonly n: number;
  readonly m: number;
  readonly k: number;
  readonly seed: number;
}

/** Small sizes, 1 among them, where broadcasts, single classes and equal indices lie. */
export const anyCaseSizes: fc.Arbitrary<CaseSizes> = fc.record({
  B: fc.integer({ min: 1, max: 4 }),
  n: fc.integer({ min: 1, max: 5 }),
  m: fc.integer({ min: 1, max: 4 }),
  k: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
});

/** One operation or layer on drawn inputs: makes the tensor whose value and gradients are judged. */
export type Case = (draw: CaseDraw) => Node;

export type Cases = Readonly<Record<string, Case>>;

/** What a case builds with: a graph, and inputs that get their elements as they are asked for. */
export class CaseDraw {
  readonly g: GraphBuilder;
  readonly weights: Weights;
  readonly sizes: CaseSizes;
  /** Begins every name, so that cases share a graph. */
  readonly name: string;
  readonly feed: Record<string, Value> = {};
  readonly floatInputs: Node[] = [];
  readonly #random: Random;

  constructor(g: GraphBuilder, name: string, sizes: CaseSizes) {
    this.g = g;
    this.name = name;
    this.sizes = sizes;
    this.#random = createRandom(sizes.seed, name);
    this.weights = new Weights(g, this.#random.split('weights'));
  }

  /** An input of uniform floats. */
  readonly floats = (
    name: string,
    shape: Shape,
    [from, to]: readonly [number, number] = [-2, 2],
  ): Node => {
    const random = this.#random.split(name);
    const node = this.#fed(name, shape, (length) =>
      new Float32Array(length).map(() => from + (to - from) * random.next()),
    );
    this.floatInputs.push(node);
    return node;
  };

  /** An input of integers below a bound. */
  readonly indices = (name: string, shape: Shape, below: number): Node => {
    const random = this.#random.split(name);
    return this.#fed(name, shape, (length) =>
      new Int32Array(length).map(() => random.integer(below)),
    );
  };

  #fed(name: string, shape: Shape, elements: (length: number) => Float32Array | Int32Array): Node {
    const bound = bindShape(shape, new Map([['B', this.sizes.B]]));
    const data = elements(bound.reduce((product, size) => product * size, 1));
    const whole = `${this.name}.${name}`;
    this.feed[whole] = { shape: bound, data };
    return this.g.input(whole, shape, data instanceof Int32Array ? 'int32' : 'float32');
  }
}

/** A built case: its value, a scalar that weighs its elements, and where gradients are wanted. */
export interface BuiltCase {
  readonly name: string;
  readonly value: Node;
  readonly loss: Node;
  readonly wrt: readonly Node[];
  readonly gradients: readonly Node[];
  readonly feed: Readonly<Record<string, Value>>;
}

/** Builds a case on drawn sizes, with the gradients towards all its floats and weights. */
export function buildCase(
  g: GraphBuilder,
  [name, build]: readonly [string, Case],
  sizes: CaseSizes,
): BuiltCase {
  const draw = new CaseDraw(g, name, sizes);
  const value = g.within(name, () => build(draw));
  const wrt = [...draw.floatInputs, ...draw.weights.nodes.values()];
  const loss = weighed(draw, g.cast(value, 'float32'));
  return { name, value, loss, wrt, gradients: differentiate(g, loss, wrt), feed: draw.feed };
}

/** A sum in which each element counts differently, so that no two errors cancel out. */
function weighed(draw: CaseDraw, value: Node): Node {
  const weight = draw.floats('weight', value.shape, [0.5, 1.5]);
  draw.floatInputs.pop();
  const axes = value.shape.map((_, axis) => axis);
  return draw.g.reshape(draw.g.sum(draw.g.multiply(value, weight), axes), []);
}
