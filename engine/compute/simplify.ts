import type { Binary, Node, Operation, Shape } from './graph.ts';
import { BINARY_FUNCTIONS, UNARY_FUNCTIONS } from './scalar-functions.ts';
import { broadcastShapes, sameShape } from './shape.ts';

/** A node that is about to be made. */
export interface Draft {
  readonly operation: Operation;
  readonly inputs: readonly Node[];
  readonly shape: Shape;
  readonly type: Node['type'];
}

/** What changes nothing on the right, and on the left too where the function commutes. */
const NEUTRAL: Partial<Record<Binary, { readonly value: number; readonly commutes: boolean }>> = {
  add: { value: 0, commutes: true },
  subtract: { value: 0, commutes: false },
  multiply: { value: 1, commutes: true },
  divide: { value: 1, commutes: false },
};

/**
 * A draft that computes the same with less, or an existing node that already is what it asks for.
 *
 * Only what differentiation makes by the dozen is folded: fills, neutral elements, moves that move
 * nothing, moves of moves.
 */
export function simplify(draft: Draft): Draft | Node {
  const { operation, inputs } = draft;
  const [first] = inputs;
  if (first === undefined) return draft;
  if (isMove(operation) && sameShape(first.shape, draft.shape) && keepsOrder(operation)) {
    return first;
  }
  const folded = foldFills(draft);
  if (folded !== undefined) return filled(draft, folded);
  const nothing = inputs.some((input) => fillOf(input) === 0);
  if (operation.kind === 'matmul' && nothing) return filled(draft, 0);
  if (operation.kind === 'binary') return neutral(draft) ?? unwidened(draft);
  return composed(draft, first) ?? draft;
}

/** The number in a fill, or nothing for any other node. */
export function fillOf(node: Node | undefined): number | undefined {
  return node?.operation.kind === 'fill' ? node.operation.value : undefined;
}

function filled(draft: Draft, value: number): Draft {
  return { ...draft, operation: { kind: 'fill', value }, inputs: [] };
}

/** True of operations whose elements are all elements of their input. */
function isMove({ kind }: Operation): boolean {
  return ['reshape', 'broadcast', 'transpose', 'slice', 'concat', 'sum', 'max'].includes(kind);
}

/** True of moves that leave everything in place wherever the shape stays. */
function keepsOrder(operation: Operation): boolean {
  if (operation.kind !== 'transpose') return true;
  return operation.permutation.every((axis, index) => axis === index);
}

function foldFills(draft: Draft): number | undefined {
  const { operation, inputs } = draft;
  const values = inputs.map(fillOf);
  const [a, b] = values;
  if (a === undefined) return undefined;
  if (operation.kind === 'unary') return UNARY_FUNCTIONS[operation.name](a);
  if (operation.kind === 'binary') {
    return b === undefined ? undefined : BINARY_FUNCTIONS[operation.name](a, b);
  }
  if (operation.kind === 'sum') return a === 0 ? 0 : undefined;
  const moved = isMove(operation) || operation.kind === 'stop';
  return moved && values.every((value) => value === a) ? a : undefined;
}

/** x + 0, x - 0, 1 * x, 0 * x and x / 1, where x already has the shape of the result. */
function neutral(draft: Draft): Draft | Node | undefined {
  const { operation, shape } = draft;
  const [a, b] = draft.inputs;
  const rule = operation.kind === 'binary' ? NEUTRAL[operation.name] : undefined;
  if (rule === undefined || a === undefined || b === undefined) return undefined;
  const none = operation.kind === 'binary' && operation.name === 'multiply';
  if (none && (fillOf(a) === 0 || fillOf(b) === 0)) return filled(draft, 0);
  if (fillOf(b) === rule.value && sameShape(a.shape, shape)) return a;
  return rule.commutes && fillOf(a) === rule.value && sameShape(b.shape, shape) ? b : undefined;
}

/** Takes broadcasts out of an elementwise function that widens by itself. */
function unwidened(draft: Draft): Draft {
  const [a, b] = draft.inputs;
  if (a === undefined || b === undefined) return draft;
  for (const inputs of [
    [origin(a), origin(b)],
    [origin(a), b],
    [a, origin(b)],
  ] as const) {
    const shape = broadcastShapes(inputs[0].shape, inputs[1].shape);
    if (shape !== undefined && sameShape(shape, draft.shape)) return { ...draft, inputs };
  }
  return draft;
}

function origin(node: Node): Node {
  return (node.operation.kind === 'broadcast' ? node.inputs[0] : undefined) ?? node;
}

/** Two moves, or two negations, in one. */
function composed(draft: Draft, first: Node): Draft | Node | undefined {
  const { operation } = draft;
  const before = first.operation;
  const [origin] = first.inputs;
  if (origin === undefined) return undefined;
  if (operation.kind === 'reshape' && before.kind === 'reshape') {
    return simplify({ ...draft, inputs: [origin] });
  }
  if (operation.kind === 'transpose' && before.kind === 'transpose') {
    const permutation = operation.permutation.map((axis) => before.permutation[axis] ?? 0);
    return simplify({ ...draft, operation: { kind: 'transpose', permutation }, inputs: [origin] });
  }
  const negations = operation.kind === 'unary' && before.kind === 'unary';
  return negations && operation.name === 'negate' && before.name === 'negate' ? origin : undefined;
}
