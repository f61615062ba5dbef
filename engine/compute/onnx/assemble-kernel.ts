import { assertNever } from '../../core/invariant.ts';
import { INT, OP, VECTOR, type WasmFunction } from '../wasm-module.ts';
import type { Formula, Move, Operand } from './formula.ts';

/** Bytes of four floats. */
const LANES = 16;

/**
 * The machine code of a formula.
 *
 * The function walks its tensors once, four elements at a time, and loads all that it needs at a
 * place before it stores there, so that results may lie where tensors lie. Parameters: addresses of
 * the tensors, of the scalars and of the results, then the length in bytes, a multiple of 16.
 */
export function assembleKernel(name: string, formula: Formula): WasmFunction {
  const { tensors, scalars, moves } = formula;
  return {
    name,
    of: new Array<number>(parameters(formula)).fill(INT),
    locals: [
      [1, INT],
      [tensors + scalars + moves.length, VECTOR],
    ],
    code: assembleBody(formula),
  };
}

function parameters({ tensors, scalars, results }: Formula): number {
  return tensors + scalars + results.length + 1;
}

/** Where a kernel keeps what: parameters first, then the place, then vectors. */
interface Layout {
  readonly scalarAt: number;
  readonly resultAt: number;
  readonly length: number;
  readonly place: number;
  readonly tensorValue: number;
  readonly scalarValue: number;
  readonly moveValue: number;
}

function layoutOf(formula: Formula): Layout {
  const { tensors, scalars } = formula;
  const place = parameters(formula);
  return {
    scalarAt: tensors,
    resultAt: tensors + scalars,
    length: place - 1,
    place,
    tensorValue: place + 1,
    scalarValue: place + 1 + tensors,
    moveValue: place + 1 + tensors + scalars,
  };
}

function assembleBody(formula: Formula): readonly number[] {
  const { tensors, scalars, moves, results } = formula;
  const at = layoutOf(formula);
  const address = (base: number) => [...OP.get(base), ...OP.get(at.place), ...OP.addInts];
  return [
    ...count(scalars, (index) => [
      ...OP.get(at.scalarAt + index),
      ...OP.loadSplat,
      ...OP.set(at.scalarValue + index),
    ]),
    ...OP.loop,
    ...count(tensors, (index) => [
      ...address(index),
      ...OP.load(0),
      ...OP.set(at.tensorValue + index),
    ]),
    ...moves.flatMap((move, index) => [...assembleMove(move, at), ...OP.set(at.moveValue + index)]),
    ...results.flatMap((move, index) => [
      ...address(at.resultAt + index),
      ...OP.get(at.moveValue + move),
      ...OP.store(0),
    ]),
    ...[...OP.get(at.place), ...OP.int(LANES), ...OP.addInts, ...OP.tee(at.place)],
    ...[...OP.get(at.length), ...OP.below, ...OP.branchIf(0)],
    ...OP.end,
  ];
}

function assembleMove({ name, operands }: Move, at: Layout): readonly number[] {
  const taken = operands.flatMap((operand) => take(operand, at));
  const truth = [...OP.floats(1), ...OP.and];
  switch (name) {
    case 'negate':
    case 'sqrt':
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'maximum':
      return [...taken, ...OP[name]];
    case 'relu':
      return [...taken, ...OP.floats(0), ...OP.maximum];
    case 'step':
      return [...taken, ...OP.floats(0), ...OP.greater, ...truth];
    case 'greater':
      return [...taken, ...OP.greater, ...truth];
    default:
      return assertNever(name);
  }
}

function take(operand: Operand, at: Layout): readonly number[] {
  switch (operand.from) {
    case 'number':
      return OP.floats(operand.value);
    case 'tensor':
      return OP.get(at.tensorValue + operand.index);
    case 'scalar':
      return OP.get(at.scalarValue + operand.index);
    case 'earlier':
      return OP.get(at.moveValue + operand.index);
  }
}

function count(times: number, write: (index: number) => readonly number[]): readonly number[] {
  return Array.from({ length: times }, (_, index) => write(index)).flat();
}
