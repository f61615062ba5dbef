import type { GraphBuilder } from './build-graph.ts';
import type { Dim, Node } from './graph.ts';
import { refuse, withDim } from './shape-rules.ts';

/** Where a slice lies in its tensor, and the gradient that arrived at it. */
export interface SliceGradient {
  readonly axis: number;
  readonly start: number;
  readonly size: number;
  readonly dy: Node;
}

/**
 * Slices of one tensor in groups of one axis each, in order and without overlap, so that a tensor
 * cut into T steps gets its gradient by one concat instead of T sums.
 */
export function disjointGroups(
  slices: readonly SliceGradient[],
): readonly (readonly SliceGradient[])[] {
  const groups: SliceGradient[][] = [];
  for (const slice of [...slices].sort((a, b) => a.axis - b.axis || a.start - b.start)) {
    const group = groups.find((others) => follows(slice, others.at(-1)));
    if (group === undefined) groups.push([slice]);
    else group.push(slice);
  }
  return groups;
}

function follows(slice: SliceGradient, last: SliceGradient | undefined): boolean {
  return last !== undefined && last.axis === slice.axis && last.start + last.size <= slice.start;
}

/** The gradient of a tensor from slices of one group: theirs, joined, with zeros in the gaps. */
export function padded(g: GraphBuilder, whole: Node, slices: readonly SliceGradient[]): Node {
  const pieces: Node[] = [];
  const axis = slices[0]?.axis ?? 0;
  let end = 0;
  for (const { start, size, dy } of slices) {
    if (start > end) pieces.push(g.fill(withDim(whole.shape, axis, start - end), 0));
    pieces.push(dy);
    end = start + size;
  }
  const rest = fixedSize(whole, whole.shape[axis]) - end;
  if (rest > 0) pieces.push(g.fill(withDim(whole.shape, axis, rest), 0));
  return g.concat(pieces, axis);
}

/** A size as a number. @throws ComputeError where it is a symbol, since a gradient must count it */
export function fixedSize(node: Node, dim: Dim | undefined): number {
  if (typeof dim === 'number') return dim;
  const place = `graph: gradient of ${node.part}: ${node.operation.kind}`;
  return refuse(place, `wants a fixed size: ${dim}`, 'give the axis a number');
}
