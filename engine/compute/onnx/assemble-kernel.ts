import { assertNever } from '../../core/invariant.ts';
import type { Formula, Move, Operand } from './formula.ts';
import { joinBytes } from './protobuf-writer.ts';

/** Bytes of four floats. */
const LANES = 16;

/** Numbers of instructions; those of SIMD follow their prefix. */
const CODE = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  i32: 0x41,
  below: 0x49,
  add: 0x6a,
};
const SIMD = {
  load: 0x00,
  splat: 0x09,
  store: 0x0b,
  constant: 0x0c,
  and: 0x4e,
  greater: 0x44,
  negate: 0xe1,
  sqrt: 0xe3,
  add: 0xe4,
  subtract: 0xe5,
  multiply: 0xe6,
  divide: 0xe7,
  maximum: 0xe9,
};
const TYPE = { i32: 0x7f, v128: 0x7b, function: 0x60, none: 0x40 };

/**
 * The bytes of a WebAssembly module with one function for each formula, `k0`, `k1`, ….
 *
 * A function walks its tensors once, four elements at a time, and loads all that it needs at a place
 * before it stores there, so that results may lie where tensors lie. Parameters: addresses of the
 * tensors, of the scalars and of the results, then the length in bytes, a multiple of 16. The memory
 * is imported as `store.memory`.
 *
 * @see https://webassembly.github.io/spec/core/binary
 */
export function assembleKernels(formulas: readonly Formula[], pages: number): Uint8Array {
  const types = formulas.map((formula) => [
    TYPE.function,
    ...list(Array.from({ length: parameters(formula) }, () => TYPE.i32)),
    0,
  ]);
  const limits = [0x01, ...unsigned(pages), ...unsigned(pages)];
  const imported = [...label('store'), ...label('memory'), 0x02, ...limits];
  const exported = formulas.map((_, index) => [...label(`k${index}`), 0x00, ...unsigned(index)]);
  const bodies = formulas.map((formula) => {
    const body = assembleBody(formula);
    return [...unsigned(body.length), ...body];
  });
  return joinBytes([
    Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00),
    section(1, types),
    section(2, [imported]),
    section(
      3,
      formulas.map((_, index) => unsigned(index)),
    ),
    section(7, exported),
    section(10, bodies),
  ]);
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
  const address = (base: number) => [...get(base), ...get(at.place), CODE.add];
  const vectors = tensors + scalars + moves.length;
  return [
    ...list([
      [1, TYPE.i32],
      [...unsigned(vectors), TYPE.v128],
    ]),
    ...count(scalars, (index) => [
      ...get(at.scalarAt + index),
      ...simd(SIMD.splat, 2, 0),
      ...set(at.scalarValue + index),
    ]),
    ...[CODE.loop, TYPE.none],
    ...count(tensors, (index) => [
      ...address(index),
      ...simd(SIMD.load, 4, 0),
      ...set(at.tensorValue + index),
    ]),
    ...moves.flatMap((move, index) => [...assembleMove(move, at), ...set(at.moveValue + index)]),
    ...results.flatMap((move, index) => [
      ...address(at.resultAt + index),
      ...get(at.moveValue + move),
      ...simd(SIMD.store, 4, 0),
    ]),
    ...[...get(at.place), CODE.i32, LANES, CODE.add, ...set(at.place)],
    ...[...get(at.place), ...get(at.length), CODE.below, CODE.branchIf, 0],
    ...[CODE.end, CODE.end],
  ];
}

function assembleMove({ name, operands }: Move, at: Layout): readonly number[] {
  const taken = operands.flatMap((operand) => take(operand, at));
  const truth = [...constant(1), ...simd(SIMD.and)];
  switch (name) {
    case 'negate':
    case 'sqrt':
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'maximum':
      return [...taken, ...simd(SIMD[name])];
    case 'relu':
      return [...taken, ...constant(0), ...simd(SIMD.maximum)];
    case 'step':
      return [...taken, ...constant(0), ...simd(SIMD.greater), ...truth];
    case 'greater':
      return [...taken, ...simd(SIMD.greater), ...truth];
    default:
      return assertNever(name);
  }
}

function take(operand: Operand, at: Layout): readonly number[] {
  switch (operand.from) {
    case 'number':
      return constant(operand.value);
    case 'tensor':
      return get(at.tensorValue + operand.index);
    case 'scalar':
      return get(at.scalarValue + operand.index);
    case 'earlier':
      return get(at.moveValue + operand.index);
  }
}

function constant(value: number): readonly number[] {
  const lanes = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
  return [...simd(SIMD.constant), ...lanes];
}

function simd(code: number, ...immediate: readonly number[]): readonly number[] {
  return [0xfd, ...unsigned(code), ...immediate];
}

function get(local: number): readonly number[] {
  return [CODE.get, ...unsigned(local)];
}

function set(local: number): readonly number[] {
  return [CODE.set, ...unsigned(local)];
}

function count(times: number, write: (index: number) => readonly number[]): readonly number[] {
  return Array.from({ length: times }, (_, index) => write(index)).flat();
}

function section(id: number, items: readonly (readonly number[])[]): Uint8Array {
  const content = list(items);
  return Uint8Array.from([id, ...unsigned(content.length), ...content]);
}

/** A list with its length before it. */
function list(items: readonly (number | readonly number[])[]): readonly number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function label(text: string): readonly number[] {
  return list([...new TextEncoder().encode(text)]);
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...unsigned(Math.floor(value / 128))];
}
