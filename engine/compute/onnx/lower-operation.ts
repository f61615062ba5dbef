import { assertNever } from '../../core/invariant.ts';
import type { Binary, Node, Unary } from '../graph.ts';
import { bindShape, type Sizes } from '../shape.ts';
import { cast, FLOAT, type GraphWriter, INT32, INT64, int, ints, text } from './graph-writer.ts';
import { CONTRIBUTED } from './onnx-model.ts';

/** Where a node is written, with the names of its inputs. */
export interface Site {
  readonly writer: GraphWriter;
  readonly names: readonly string[];
  readonly sizes: Sizes;
}

const LAST_AXIS = { attributes: { axis: int(-1) } } as const;

const UNARY_OPERATORS: Readonly<Record<Exclude<Unary, 'step'>, string>> = {
  negate: 'Neg',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  erf: 'Erf',
};

const BINARY_OPERATORS: Readonly<Record<Exclude<Binary, 'greater'>, string>> = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  maximum: 'Max',
};

/**
 * Writes one operation as standard operators.
 *
 * @returns the name of its value, which is an input's for what moves nothing
 */
export function lowerOperation(node: Node, site: Site): string {
  const { operation } = node;
  const { writer, names, sizes } = site;
  switch (operation.kind) {
    case 'input':
    case 'state':
      return `${operation.kind}:${operation.name}`;
    case 'fill':
      return lowerFill(operation.value, bindShape(node.shape, sizes), writer);
    case 'constant':
      return lowerConstant(node, operation, site);
    case 'unary':
      return lowerUnary(operation.name, site);
    case 'binary':
      return lowerBinary(operation.name, site);
    case 'matmul':
      return lowerMatmul(node, operation, site);
    case 'sum':
      return reduce('ReduceSum', operation.axes, site);
    case 'max':
      return reduce('ReduceMax', operation.axes, site);
    case 'softmax':
    case 'log-softmax':
      return writer.emit(operation.kind === 'softmax' ? 'Softmax' : 'LogSoftmax', names, LAST_AXIS);
    case 'cumsum':
      return lowerCumsum(node, operation, site);
    case 'cast':
      return cast(names[0] ?? '', node.type === 'int32' ? INT32 : FLOAT, writer);
    case 'stop':
      return names[0] ?? '';
    case 'reshape':
    case 'transpose':
    case 'broadcast':
    case 'concat':
    case 'slice':
      return lowerMove(node, operation, site);
    case 'gather':
    case 'scatter':
    case 'pick':
    case 'place':
      return lowerIndexed(node, operation, site);
    default:
      return assertNever(operation);
  }
}

type Kind<K extends Node['operation']['kind']> = Extract<Node['operation'], { kind: K }>;

function lowerFill(value: number, shape: readonly number[], writer: GraphWriter): string {
  const scalar = writer.scalar(value);
  return shape.length === 0 ? scalar : writer.emit('Expand', [scalar, writer.integers(shape)]);
}

function lowerConstant(node: Node, { values }: Kind<'constant'>, { writer, sizes }: Site): string {
  return writer.tensor(values, { type: node.type, shape: bindShape(node.shape, sizes) });
}

function lowerUnary(name: Unary, { writer, names }: Site): string {
  if (name !== 'step') return writer.emit(UNARY_OPERATORS[name], names);
  const above = writer.emit('Greater', [...names, writer.scalar(0)]);
  return cast(above, FLOAT, writer);
}

/** Also written where an operand was replaced by one that broadcasts to it. */
export function lowerBinary(
  name: Binary,
  { writer, names }: Pick<Site, 'writer' | 'names'>,
): string {
  if (name !== 'greater') return writer.emit(BINARY_OPERATORS[name], names);
  const above = writer.emit('Greater', names);
  return cast(above, FLOAT, writer);
}

function lowerMatmul(node: Node, flags: Kind<'matmul'>, { writer, names }: Site): string {
  const [transA, transB] = [int(flags.transposeA ? 1 : 0), int(flags.transposeB ? 1 : 0)];
  if (node.shape.length === 2)
    return writer.emit('Gemm', names, { attributes: { transA, transB } });
  if (!flags.transposeA && !flags.transposeB) return writer.emit('MatMul', names);
  return writer.emit('FusedMatMul', names, {
    attributes: { transA, transB },
    domain: CONTRIBUTED,
  });
}

/** Also written with an operator that computes something else on the way. */
export function reduce(
  operator: string,
  axes: readonly number[],
  { writer, names, keep = true }: Pick<Site, 'writer' | 'names'> & { readonly keep?: boolean },
): string {
  const [x = ''] = names;
  // Without this, no axes would mean all of them.
  const attributes = { keepdims: int(keep ? 1 : 0), noop_with_empty_axes: int(1) };
  return writer.emit(operator, [x, writer.integers(axes)], { attributes });
}

/** Up to here a product with a triangle of ones is faster than CumSum, which sums one by one. */
const LARGEST_TRIANGLE = 128;

/**
 * Running sums over a last axis of known width.
 *
 * NOTE: an infinite element makes its whole row undefined where the product is taken.
 */
export function runningSums(
  x: string,
  { width, reverse }: { readonly width: number; readonly reverse: boolean },
  writer: GraphWriter,
): string {
  if (!(width <= LARGEST_TRIANGLE)) {
    const attributes = { reverse: int(reverse ? 1 : 0) };
    return writer.emit('CumSum', [x, writer.integers([-1])], { attributes });
  }
  const ones = Array.from({ length: width * width }, (_, at) => {
    const [from, to] = [Math.floor(at / width), at % width];
    return (reverse ? from >= to : from <= to) ? 1 : 0;
  });
  const triangle = writer.tensor(ones, { type: 'float32', shape: [width, width] });
  return writer.emit('MatMul', [x, triangle]);
}

function lowerCumsum(
  node: Node,
  { reverse }: Kind<'cumsum'>,
  { writer, names, sizes }: Site,
): string {
  const width = bindShape(node.shape, sizes).at(-1) ?? 1;
  return runningSums(names[0] ?? '', { width, reverse }, writer);
}

type Move = Kind<'reshape' | 'transpose' | 'broadcast' | 'concat' | 'slice'>;

function lowerMove(node: Node, operation: Move, { writer, names, sizes }: Site): string {
  const [x = ''] = names;
  switch (operation.kind) {
    case 'reshape':
      return writer.emit('Reshape', [x, writer.integers(bindShape(node.shape, sizes))]);
    case 'broadcast':
      return writer.emit('Expand', [x, writer.integers(bindShape(node.shape, sizes))]);
    case 'transpose':
      return writer.emit('Transpose', [x], { attributes: { perm: ints(operation.permutation) } });
    case 'concat':
      return writer.emit('Concat', names, { attributes: { axis: int(operation.axis) } });
    case 'slice': {
      const { axis, start, size } = operation;
      const bounds = [[start], [start + size], [axis]].map((one) => writer.integers(one));
      return writer.emit('Slice', [x, ...bounds]);
    }
  }
}

type Indexed = Kind<'gather' | 'scatter' | 'pick' | 'place'>;

function lowerIndexed(node: Node, operation: Indexed, site: Site): string {
  const { writer, names, sizes } = site;
  const [x = '', indices = '', values = ''] = names;
  const last = writer.integers([-1]);
  switch (operation.kind) {
    case 'gather':
      return writer.emit('Gather', [x, indices], { attributes: { axis: int(0) } });
    case 'scatter':
      return lowerScatter(node, operation.rows, site);
    case 'pick': {
      const rows = writer.emit('Unsqueeze', [indices, last]);
      const picked = writer.emit('GatherElements', [x, rows], { attributes: { axis: int(-1) } });
      return writer.emit('Reshape', [picked, writer.integers(bindShape(node.shape, sizes))]);
    }
    case 'place': {
      const [rows, added] = [indices, values].map((one) => writer.emit('Unsqueeze', [one, last]));
      return writer.emit('ScatterElements', [x, rows ?? '', added ?? ''], {
        attributes: { axis: int(-1), reduction: text('add') },
      });
    }
  }
}

function lowerScatter(node: Node, rows: number, { writer, names, sizes }: Site): string {
  const [updates = '', indices = ''] = names;
  const width = bindShape(node.shape, sizes)[1] ?? 1;
  const flat = writer.emit('Reshape', [updates, writer.integers([-1, width])]);
  const column = writer.emit('Reshape', [indices, writer.integers([-1, 1])]);
  const places = cast(column, INT64, writer);
  const zeros = lowerFill(0, [rows, width], writer);
  return writer.emit('ScatterND', [zeros, places, flat], {
    attributes: { reduction: text('add') },
  });
}
