import type { Binary, DataType, Node, Operation, Shape, Unary } from './graph.ts';
import type { StateSpec } from './program.ts';
import { canonicalShape, countElements, sameShape, showShape } from './shape.ts';
import {
  binaryShape,
  checkAxis,
  checkBroadcast,
  checkRank,
  checkReshape,
  checkRows,
  checkType,
  concatShape,
  matmulShape,
  type Place,
  permutedShape,
  reducedShape,
  refuse,
  slicedShape,
} from './shape-rules.ts';
import { type Draft, simplify } from './simplify.ts';

/** A tensor, or a number that stands for a scalar. */
export type Operand = Node | number;

/** Constants longer than this are not looked up for sharing. */
const SHARED_CONSTANT = 256;

/**
 * Makes the nodes of one program.
 *
 * Every shape is checked as it is made. Equal nodes are made once, so that a layer built twice for
 * two entries, or a gradient that needs what was computed before, costs nothing.
 *
 * @throws ComputeError from every operation whose tensors do not fit, naming the operation, the
 *   shapes and the model's part
 */
export class GraphBuilder {
  readonly #known = new Map<string, Node>();
  readonly #named = new Map<string, Node>();
  readonly #states = new Map<string, StateSpec>();
  #parts: readonly string[] = [];
  #made = 0;

  /** The states declared so far, in order. */
  get states(): readonly StateSpec[] {
    return [...this.#states.values()];
  }

  /** Names the model's part that `build` makes, for errors; parts nest. */
  within<T>(part: string, build: () => T): T {
    const outer = this.#parts;
    this.#parts = [...outer, part];
    try {
      return build();
    } finally {
      this.#parts = outer;
    }
  }

  /** What will be fed as `name`; asked for again, the same node. */
  input(name: string, shape: Shape, type: DataType = 'float32'): Node {
    return this.#declare({ kind: 'input', name }, canonicalShape(shape), type);
  }

  /** A tensor kept between runs; asked for again, the same node with its first values. */
  state(name: string, shape: readonly number[], initial: Float32Array | number): Node {
    const node = this.#declare({ kind: 'state', name }, shape, 'float32');
    const length = shape.reduce((product, size) => product * size, 1);
    if (this.#states.has(name)) return node;
    const values = typeof initial === 'number' ? new Float32Array(length).fill(initial) : initial;
    if (values.length !== length) {
      const problem = `${values.length} first values for ${name} ${showShape(shape)}`;
      refuse(this.#place('state'), problem, `give ${length}`);
    }
    this.#states.set(name, { name, shape, initial: values });
    return node;
  }

  fill(shape: Shape, value: number): Node {
    return this.#make({ operation: { kind: 'fill', value }, inputs: [], shape, type: 'float32' });
  }

  constant(shape: readonly number[], values: readonly number[], type: DataType = 'float32'): Node {
    if (countElements(shape) !== values.length) {
      refuse(
        this.#place('constant'),
        `${values.length} values for ${showShape(shape)}`,
        'fit them',
      );
    }
    return this.#make({ operation: { kind: 'constant', values }, inputs: [], shape, type });
  }

  readonly add = (a: Operand, b: Operand): Node => this.#binary('add', a, b);
  readonly subtract = (a: Operand, b: Operand): Node => this.#binary('subtract', a, b);
  readonly multiply = (a: Operand, b: Operand): Node => this.#binary('multiply', a, b);
  readonly divide = (a: Operand, b: Operand): Node => this.#binary('divide', a, b);
  readonly maximum = (a: Operand, b: Operand): Node => this.#binary('maximum', a, b);
  readonly greater = (a: Operand, b: Operand): Node => this.#binary('greater', a, b);
  readonly negate = (x: Operand): Node => this.#unary('negate', x);
  readonly exp = (x: Operand): Node => this.#unary('exp', x);
  readonly log = (x: Operand): Node => this.#unary('log', x);
  readonly sqrt = (x: Operand): Node => this.#unary('sqrt', x);
  readonly relu = (x: Operand): Node => this.#unary('relu', x);
  readonly sigmoid = (x: Operand): Node => this.#unary('sigmoid', x);
  readonly tanh = (x: Operand): Node => this.#unary('tanh', x);
  readonly erf = (x: Operand): Node => this.#unary('erf', x);
  readonly step = (x: Operand): Node => this.#unary('step', x);

  matmul(
    a: Node,
    b: Node,
    flags: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {},
  ): Node {
    const { transposeA = false, transposeB = false } = flags;
    const place = this.#floats('matmul', a, b);
    const shape = matmulShape(place, [a.shape, b.shape], { transposeA, transposeB });
    return this.#float({ kind: 'matmul', transposeA, transposeB }, [a, b], shape);
  }

  sum(x: Node, axes: readonly number[]): Node {
    const shape = reducedShape(this.#floats('sum', x), x.shape, axes);
    return this.#float({ kind: 'sum', axes: sorted(axes) }, [x], shape);
  }

  max(x: Node, axes: readonly number[]): Node {
    const shape = reducedShape(this.#floats('max', x), x.shape, axes);
    return this.#float({ kind: 'max', axes: sorted(axes) }, [x], shape);
  }

  reshape(x: Node, shape: Shape): Node {
    const to = canonicalShape(shape);
    checkReshape(this.#place('reshape'), x.shape, to);
    return this.#moved({ kind: 'reshape' }, [x], to);
  }

  transpose(x: Node, permutation: readonly number[]): Node {
    const shape = permutedShape(this.#place('transpose'), x.shape, permutation);
    return this.#moved({ kind: 'transpose', permutation: [...permutation] }, [x], shape);
  }

  broadcast(x: Node, shape: Shape): Node {
    const to = canonicalShape(shape);
    checkBroadcast(this.#place('broadcast'), x.shape, to);
    return this.#moved({ kind: 'broadcast' }, [x], to);
  }

  concat(nodes: readonly Node[], axis: number): Node {
    const place = this.#place('concat');
    const shapes = nodes.map((node) => node.shape);
    const shape = concatShape(place, shapes, axis);
    for (const node of nodes) checkType(place, node, nodes[0]?.type ?? 'float32');
    return this.#moved({ kind: 'concat', axis }, [...nodes], shape);
  }

  slice(
    x: Node,
    part: { readonly axis: number; readonly start: number; readonly size: number },
  ): Node {
    const shape = slicedShape(this.#place('slice'), x.shape, part);
    const { axis, start, size } = part;
    return this.#moved({ kind: 'slice', axis, start, size }, [x], shape);
  }

  gather(table: Node, indices: Node): Node {
    const place = this.#floats('gather', table);
    checkType(place, indices, 'int32');
    checkRank(place, table.shape, 2);
    const shape = [...indices.shape, table.shape[1] ?? 1];
    return this.#float({ kind: 'gather' }, [table, indices], shape);
  }

  scatter(updates: Node, indices: Node, rows: number): Node {
    const place = this.#floats('scatter', updates);
    checkType(place, indices, 'int32');
    checkRows(place, updates.shape, indices.shape);
    const shape = [rows, updates.shape.at(-1) ?? 1];
    return this.#float({ kind: 'scatter', rows }, [updates, indices], shape);
  }

  pick(x: Node, indices: Node): Node {
    const place = this.#floats('pick', x);
    checkType(place, indices, 'int32');
    checkRows(place, x.shape, indices.shape);
    return this.#float({ kind: 'pick' }, [x, indices], indices.shape);
  }

  place(x: Node, indices: Node, values: Node): Node {
    const place = this.#floats('place', x, values);
    checkType(place, indices, 'int32');
    checkRows(place, x.shape, indices.shape);
    checkRows(place, x.shape, values.shape);
    return this.#float({ kind: 'place' }, [x, indices, values], x.shape);
  }

  softmax(x: Node): Node {
    checkAxis(this.#floats('softmax', x), x.shape, x.shape.length - 1);
    return this.#float({ kind: 'softmax' }, [x], x.shape);
  }

  logSoftmax(x: Node): Node {
    checkAxis(this.#floats('log-softmax', x), x.shape, x.shape.length - 1);
    return this.#float({ kind: 'log-softmax' }, [x], x.shape);
  }

  cumsum(x: Node, { reverse = false }: { readonly reverse?: boolean } = {}): Node {
    checkAxis(this.#floats('cumsum', x), x.shape, x.shape.length - 1);
    return this.#float({ kind: 'cumsum', reverse }, [x], x.shape);
  }

  /** To the other type; a tensor that already has it is returned as it is. */
  cast(x: Node, type: DataType): Node {
    if (x.type === type) return x;
    return this.#make({ operation: { kind: 'cast' }, inputs: [x], shape: x.shape, type });
  }

  stop(x: Node): Node {
    return this.#moved({ kind: 'stop' }, [x], x.shape);
  }

  #unary(name: Unary, x: Operand): Node {
    const node = this.#node(x);
    this.#floats(name, node);
    return this.#float({ kind: 'unary', name }, [node], node.shape);
  }

  #binary(name: Binary, a: Operand, b: Operand): Node {
    const [left, right] = [this.#node(a), this.#node(b)];
    const shape = binaryShape(this.#floats(name, left, right), left.shape, right.shape);
    return this.#float({ kind: 'binary', name }, [left, right], shape);
  }

  #node(operand: Operand): Node {
    return typeof operand === 'number' ? this.fill([], operand) : operand;
  }

  #place(name: string): Place {
    return ['graph', ...(this.#parts.length > 0 ? [this.#parts.join(' / ')] : []), name].join(': ');
  }

  #floats(name: string, ...nodes: readonly Node[]): Place {
    const place = this.#place(name);
    for (const node of nodes) checkType(place, node, 'float32');
    return place;
  }

  #float(operation: Operation, inputs: readonly Node[], shape: Shape): Node {
    return this.#make({ operation, inputs, shape, type: 'float32' });
  }

  #moved(operation: Operation, inputs: readonly Node[], shape: Shape): Node {
    return this.#make({ operation, inputs, shape, type: inputs[0]?.type ?? 'float32' });
  }

  #declare(operation: Operation & { name: string }, shape: Shape, type: DataType): Node {
    const key = `${operation.kind} ${operation.name}`;
    const known = this.#named.get(key);
    if (known !== undefined && (known.type !== type || !sameShape(known.shape, shape))) {
      const shown = `${known.type} ${showShape(known.shape)} and ${type} ${showShape(shape)}`;
      refuse(this.#place(key), `declared twice: ${shown}`, 'use another name');
    }
    const node = known ?? this.#make({ operation, inputs: [], shape, type });
    this.#named.set(key, node);
    return node;
  }

  #make(draft: Draft): Node {
    const simple = simplify(draft);
    if ('id' in simple) return simple;
    const key = keyOf(simple);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const node: Node = { ...simple, id: this.#made, part: this.#parts.join(' / ') };
    this.#made += 1;
    if (key !== undefined) this.#known.set(key, node);
    return node;
  }
}

/** What two drafts share if and only if they compute the same. */
function keyOf({ operation, inputs, shape, type }: Draft): string | undefined {
  if (operation.kind === 'constant' && operation.values.length > SHARED_CONSTANT) return undefined;
  // Spelt out, since JSON writes all that is not finite as null.
  const value = operation.kind === 'fill' ? String(operation.value) : '';
  return JSON.stringify([value, operation, inputs.map((node) => node.id), shape, type]);
}

function sorted(axes: readonly number[]): readonly number[] {
  return [...axes].sort((a, b) => a - b);
}
