import type { Random } from '../../core/random.ts';
import type { GraphBuilder } from '../build-graph.ts';
import type { Node } from '../graph.ts';

/**
 * Declares a model's weights.
 *
 * Each draws its first values from a stream of its own name, so that neither the order of layers nor
 * a layer that is built twice changes them.
 */
export class Weights {
  readonly g: GraphBuilder;
  readonly #random: Random;
  readonly #nodes = new Map<string, Node>();

  constructor(g: GraphBuilder, random: Random) {
    this.g = g;
    this.#random = random;
  }

  /** All weights declared so far, by the name of their state. */
  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  /** A matrix of inputs by outputs. @see Glorot and Bengio, 2010, equation 16 */
  matrix(name: string, shape: readonly [number, number]): Node {
    return this.#uniform(name, shape, Math.sqrt(6 / (shape[0] + shape[1])));
  }

  /** A table with a row for each code, of variance 1/12 as a uniform of width 1. */
  table(name: string, shape: readonly [number, number]): Node {
    return this.#uniform(name, shape, 0.5);
  }

  /** A row of numbers, all alike at first or given. */
  vector(name: string, length: number, first: number | Float32Array = 0): Node {
    return this.#declared(name, this.g.state(name, [length], first));
  }

  #uniform(name: string, shape: readonly [number, number], reach: number): Node {
    const random = this.#random.split(name);
    const values = new Float32Array(shape[0] * shape[1]).map(() => (2 * random.next() - 1) * reach);
    return this.#declared(name, this.g.state(name, shape, values));
  }

  #declared(name: string, node: Node): Node {
    this.#nodes.set(name, node);
    return node;
  }
}
