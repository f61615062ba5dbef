import { ComputeError } from '../core/errors.ts';
import type { DataType, Dim, Shape } from './graph.ts';

/** What each symbol stands for in one run: `B` -> 512. */
export type Sizes = ReadonlyMap<string, number>;

/** A dimension taken apart: `2*B*T` is 2 and [B, T]. */
interface Product {
  readonly factor: number;
  /** In the order of code units. */
  readonly symbols: readonly string[];
}

function parseDim(dim: Dim): Product {
  if (typeof dim === 'number') return { factor: dim, symbols: [] };
  const parts = dim.split('*');
  const symbols = parts.filter((part) => !/^\d+$/.test(part));
  const factor = parts
    .filter((part) => /^\d+$/.test(part))
    .reduce((product, part) => product * Number(part), 1);
  return { factor, symbols: symbols.sort() };
}

function writeDim({ factor, symbols }: Product): Dim {
  if (factor === 0 || symbols.length === 0) return factor;
  const product = symbols.join('*');
  return factor === 1 ? product : `${factor}*${product}`;
}

/** The product of sizes in canonical form: `T`, 2 and `B` are `2*B*T`; of none it is 1. */
export function multiplyDims(dims: readonly Dim[]): Dim {
  const parts = dims.map(parseDim);
  return writeDim({
    factor: parts.reduce((product, part) => product * part.factor, 1),
    symbols: parts.flatMap((part) => part.symbols).sort(),
  });
}

/** The sum of two sizes, or nothing where no product says it, as for `B` and 1. */
export function addDims(a: Dim, b: Dim): Dim | undefined {
  const [left, right] = [parseDim(a), parseDim(b)];
  if (left.factor === 0) return b;
  if (right.factor === 0) return a;
  if (left.symbols.join('*') !== right.symbols.join('*')) return undefined;
  return writeDim({ factor: left.factor + right.factor, symbols: left.symbols });
}

/** A shape with every size in canonical form. */
export function canonicalShape(shape: Shape): Shape {
  return shape.map((dim) => multiplyDims([dim]));
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** `[B, 64]`. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The shape that two shapes share by NumPy's rules, or nothing where they have none. */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: Dim[] = [];
  for (let back = rank; back > 0; back -= 1) {
    const left = a[a.length - back] ?? 1;
    const right = b[b.length - back] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

/** How many elements a shape has: a number where no symbol is left. */
export function countElements(shape: Shape): Dim {
  return multiplyDims(shape);
}

/**
 * The sizes of a shape in a run.
 *
 * @throws ComputeError where a symbol has no size
 */
export function bindShape(shape: Shape, sizes: Sizes): readonly number[] {
  return shape.map((dim) => bindDim(dim, sizes));
}

function bindDim(dim: Dim, sizes: Sizes): number {
  const { factor, symbols } = parseDim(dim);
  return symbols.reduce((product, symbol) => {
    const size = sizes.get(symbol);
    if (size !== undefined) return product * size;
    throw new ComputeError(
      `graph: no input tells the size of a symbol: ${symbol} in ${dim}; feed an input that has it`,
      { symbol, dim },
    );
  }, factor);
}

/** What is fed as an input: its shape, and its elements to see their type. */
interface Fed {
  readonly shape: readonly number[];
  readonly data: object;
}

/** An input node, as far as feeding goes. */
interface Wanted {
  readonly operation: { readonly kind: string; readonly name?: string };
  readonly shape: Shape;
  readonly type: DataType;
}

/**
 * Finds the size of every symbol from what is fed, and that everything fed fits.
 *
 * @param entry name of the entry, for the error
 * @throws ComputeError naming entry, input, the shape fed and the shape wanted
 */
export function solveSizes(
  entry: string,
  inputs: readonly Wanted[],
  feed: Readonly<Record<string, Fed>>,
): Sizes {
  const sizes = new Map<string, number>();
  const pairs = inputs.map((wanted) => ({ wanted, fed: fedFor(entry, wanted, feed) }));
  // Lone symbols tell their own size; products tell one symbol more once the others are known.
  for (const lone of [true, false]) {
    for (const { wanted, fed } of pairs) {
      wanted.shape.forEach((dim, axis) => {
        learnSize(sizes, parseDim(dim), { size: fed.shape[axis] ?? 0, lone });
      });
    }
  }
  for (const { wanted, fed } of pairs) checkFed(entry, wanted, { fed, sizes });
  return sizes;
}

function fedFor(entry: string, wanted: Wanted, feed: Readonly<Record<string, Fed>>): Fed {
  const name = wanted.operation.name ?? '';
  const fed = feed[name];
  if (fed !== undefined && fed.shape.length === wanted.shape.length) return fed;
  throw misfed(entry, wanted, fed);
}

function learnSize(
  sizes: Map<string, number>,
  { factor, symbols }: Product,
  { size, lone }: { size: number; lone: boolean },
): void {
  const unknown = symbols.filter((symbol) => !sizes.has(symbol));
  const [symbol] = unknown;
  if (unknown.length !== 1 || symbol === undefined) return;
  if (lone && (symbols.length > 1 || factor !== 1)) return;
  const rest = symbols.reduce((product, known) => product * (sizes.get(known) ?? 1), factor);
  if (rest > 0 && size % rest === 0) sizes.set(symbol, size / rest);
}

function checkFed(
  entry: string,
  wanted: Wanted,
  { fed, sizes }: { readonly fed: Fed; readonly sizes: Sizes },
): void {
  const typed = fed.data instanceof Int32Array === (wanted.type === 'int32');
  const length = fed.shape.reduce((product, size) => product * size, 1);
  const whole = (fed.data as { readonly length?: number }).length === length;
  const told = wanted.shape.every((dim) => parseDim(dim).symbols.every((one) => sizes.has(one)));
  const fits = told && sameShape(fed.shape, bindShape(wanted.shape, sizes));
  if (typed && whole && fits) return;
  throw misfed(entry, wanted, fed);
}

function misfed(entry: string, wanted: Wanted, fed: Fed | undefined): ComputeError {
  const input = wanted.operation.name ?? '';
  const shown =
    fed === undefined
      ? 'nothing'
      : `${fed.data.constructor.name} of ${(fed.data as { readonly length?: number }).length} as ${showShape(fed.shape)}`;
  const want = `${wanted.type} ${showShape(wanted.shape)}`;
  return new ComputeError(
    `${entry}: input ${input} does not fit: fed ${shown}, wanted ${want}; feed the shape and type that the entry names`,
    { entry, input, fed: fed?.shape, wanted: wanted.shape },
  );
}
