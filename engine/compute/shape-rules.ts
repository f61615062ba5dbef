import { ComputeError } from '../core/errors.ts';
import type { Dim, Node, Shape } from './graph.ts';
import { addDims, broadcastShapes, countElements, sameShape, showShape } from './shape.ts';

/** Where an operation is made, for its errors: `graph: history / decay: matmul`. */
export type Place = string;

/** Raises what is wrong with an operation. @throws ComputeError always */
export function refuse(place: Place, problem: string, advice: string): never {
  throw new ComputeError(`${place}: ${problem}; ${advice}`, { place, problem });
}

/** @throws ComputeError where the two do not broadcast */
export function binaryShape(place: Place, a: Shape, b: Shape): Shape {
  return (
    broadcastShapes(a, b) ??
    refuse(
      place,
      `sizes differ: ${showShape(a)} and ${showShape(b)}`,
      'make each axis equal or of size 1',
    )
  );
}

/** [n, k] x [k, m] -> [n, m] after transposing, or the same behind one equal axis. */
export function matmulShape(
  place: Place,
  [a, b]: readonly [Shape, Shape],
  flags: { readonly transposeA: boolean; readonly transposeB: boolean },
): Shape {
  const shown = `${showMatrix(a, flags.transposeA)} x ${showMatrix(b, flags.transposeB)}`;
  if (a.length !== b.length || (a.length !== 2 && a.length !== 3)) {
    refuse(place, `ranks must both be 2 or 3: ${shown}`, 'reshape one of them');
  }
  if (a.length === 3 && a[0] !== b[0]) {
    refuse(place, `first sizes differ: ${shown}`, 'give both the same first axis');
  }
  const [rows, inner] = matrixSizes(a, flags.transposeA);
  const [other, columns] = matrixSizes(b, flags.transposeB);
  if (inner !== other) refuse(place, `inner sizes differ: ${shown}`, 'make the inner sizes equal');
  return [...a.slice(0, -2), rows, columns];
}

function matrixSizes(shape: Shape, transposed: boolean): readonly [Dim, Dim] {
  const rows = shape.at(-2) ?? 1;
  const columns = shape.at(-1) ?? 1;
  return transposed ? [columns, rows] : [rows, columns];
}

function showMatrix(shape: Shape, transposed: boolean): string {
  return transposed ? `${showShape(shape)} transposed` : showShape(shape);
}

/** Each axis of `axes` becomes 1. */
export function reducedShape(place: Place, shape: Shape, axes: readonly number[]): Shape {
  for (const axis of axes) checkAxis(place, shape, axis);
  return shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
}

/** @throws ComputeError where the tensor lacks the axis */
export function checkAxis(place: Place, shape: Shape, axis: number): void {
  if (Number.isInteger(axis) && axis >= 0 && axis < shape.length) return;
  refuse(place, `no axis ${axis} in ${showShape(shape)}`, 'count axes from 0');
}

/** @throws ComputeError where the two have different numbers of elements */
export function checkReshape(place: Place, from: Shape, to: Shape): void {
  if (countElements(from) === countElements(to)) return;
  const shown = `${showShape(from)} to ${showShape(to)}`;
  refuse(place, `numbers of elements differ: ${shown}`, 'keep the product of the sizes');
}

/** The sizes in their new order. */
export function permutedShape(place: Place, shape: Shape, permutation: readonly number[]): Shape {
  const axes = [...permutation].sort((a, b) => a - b);
  if (axes.length !== shape.length || axes.some((axis, index) => axis !== index)) {
    refuse(
      place,
      `[${permutation}] does not order the axes of ${showShape(shape)}`,
      'name each axis once',
    );
  }
  return permutation.map((axis) => shape[axis] ?? 1);
}

/** @throws ComputeError where the shape cannot be widened to the other */
export function checkBroadcast(place: Place, from: Shape, to: Shape): void {
  const joined = broadcastShapes(from, to);
  if (joined !== undefined && sameShape(joined, to)) return;
  const shown = `${showShape(from)} to ${showShape(to)}`;
  refuse(place, `cannot widen ${shown}`, 'only axes of size 1 can be widened');
}

/** All sizes alike but one, which is the sum. */
export function concatShape(place: Place, shapes: readonly Shape[], axis: number): Shape {
  const [first, ...others] = shapes;
  if (first === undefined) return refuse(place, 'nothing to join', 'give at least one tensor');
  checkAxis(place, first, axis);
  return others.reduce((whole, shape) => {
    const fits = sameShape(withDim(whole, axis, 0), withDim(shape, axis, 0));
    const size = fits ? addDims(whole[axis] ?? 0, shape[axis] ?? 0) : undefined;
    if (size !== undefined) return withDim(whole, axis, size);
    const shown = shapes.map(showShape).join(', ');
    return refuse(place, `cannot join along axis ${axis}: ${shown}`, 'make all other sizes equal');
  }, first);
}

/** The shape with another size on one axis. */
export function withDim(shape: Shape, axis: number, size: Dim): Shape {
  return shape.map((dim, index) => (index === axis ? size : dim));
}

/** `size` elements from `start` on; a symbolic axis is checked when run. */
export function slicedShape(
  place: Place,
  shape: Shape,
  { axis, start, size }: { readonly axis: number; readonly start: number; readonly size: number },
): Shape {
  checkAxis(place, shape, axis);
  const dim = shape[axis] ?? 0;
  const outside = typeof dim === 'number' && start + size > dim;
  if (start < 0 || size < 0 || outside) {
    refuse(
      place,
      `elements ${start} to ${start + size} are not on axis ${axis} of ${showShape(shape)}`,
      'slice inside the axis',
    );
  }
  return withDim(shape, axis, size);
}

/** @throws ComputeError where indices do not name one element of each row */
export function checkRows(place: Place, rows: Shape, indices: Shape): void {
  if (rows.length > 0 && sameShape(rows.slice(0, -1), indices)) return;
  const shown = `${showShape(rows)} and ${showShape(indices)}`;
  refuse(place, `indices do not fit the rows: ${shown}`, 'give one index for each row');
}

/** @throws ComputeError where a node is of another type than wanted */
export function checkType(place: Place, node: Node, type: Node['type']): void {
  if (node.type === type) return;
  refuse(place, `wants ${type}: ${node.type} ${showShape(node.shape)}`, 'cast it');
}

/** @throws ComputeError where a tensor has another rank than wanted */
export function checkRank(place: Place, shape: Shape, rank: number): void {
  if (shape.length === rank) return;
  refuse(place, `wants rank ${rank}: ${showShape(shape)}`, 'reshape it');
}
