import { invariant } from '../core/invariant.ts';
import { VECTOR_CODE } from './vector-code.ts';
import { openMemory, openModule, PAGE, type WasmKernel } from './wasm-module.ts';

/** Rows of matrices are padded to whole blocks of so many floats. */
export const BLOCK = 16;

type Kernels = Readonly<Record<'rectify' | 'exponentials' | 'gather' | 'product', WasmKernel>>;

/** Rows that a call can add at most. */
const MOST_ROWS = 4096;

/** A matrix in the memory of kernels; its rows are padded to whole blocks. */
export interface PlacedMatrix {
  readonly matrix: number;
  readonly rows: number;
  readonly columns: number;
}

/** The size of a row that holds so many floats: whole blocks. */
export function padded(floats: number): number {
  return Math.ceil(floats / BLOCK) * BLOCK;
}

/**
 * Sums and products of float vectors in one memory, four numbers at a time (WebAssembly SIMD).
 *
 * For the many small products of drawing one row after the other, where calling an engine costs more
 * than the product. Places and lengths count floats; lengths are multiples of `BLOCK`. Results are
 * the same on every machine: WebAssembly rounds as IEEE 754 says.
 */
export class VectorKernels {
  /** All vectors and matrices. */
  readonly floats: Float32Array;
  readonly #kernels: Kernels;
  readonly #list: Int32Array;
  readonly #listAt: number;
  #top = 0;

  /** @param room floats that will be taken at most */
  constructor(room: number) {
    const memory = openMemory(Math.ceil(((room + MOST_ROWS) * 4) / PAGE));
    this.#kernels = openModule(VECTOR_CODE, memory) as Kernels;
    this.floats = new Float32Array(memory.buffer);
    this.#listAt = this.take(MOST_ROWS);
    this.#list = new Int32Array(memory.buffer, this.#listAt * 4, MOST_ROWS);
  }

  /** Puts a row's place into the list that `addRows` reads. */
  list(index: number, row: number): void {
    this.#list[index] = row * 4;
  }

  /** Place of so many new floats, all 0, padded to whole blocks. */
  take(floats: number): number {
    const at = this.#top;
    this.#top += padded(floats);
    invariant(this.#top <= this.floats.length, 'vector kernels have room');
    return at;
  }

  /** Puts a vector into the memory. @returns its place */
  place(values: Float32Array): number {
    const at = this.take(values.length);
    this.floats.set(values, at);
    return at;
  }

  /** Puts some columns of a row-major matrix into the memory, all of them unless told. */
  placeMatrix(
    values: Float32Array,
    [rows, width]: readonly [number, number],
    cut: { readonly from: number; readonly width: number } = { from: 0, width },
  ): PlacedMatrix {
    const columns = padded(cut.width);
    const matrix = this.take(rows * columns);
    for (let row = 0; row < rows; row += 1) {
      const start = row * width + cut.from;
      this.floats.set(values.subarray(start, start + cut.width), matrix + row * columns);
    }
    return { matrix, rows, columns };
  }

  /** to += each of so many rows, whose places `list` holds. */
  addRows(to: number, rows: number, floats: number): void {
    if (rows > 0) this.#kernels.gather(to * 4, this.#listAt * 4, rows, floats);
  }

  /** to = max(from, 0). */
  rectify(to: number, from: number, floats: number): void {
    this.#kernels.rectify(to * 4, from * 4, floats);
  }

  /** to = e^(to - shift), to a relative 1e-5; what is below e^-87 counts as that. */
  exponentials(to: number, shift: number, floats: number): void {
    this.#kernels.exponentials(to * 4, shift, floats);
  }

  /** to += vector [rows] x matrix [rows, columns]. */
  product(to: number, vector: number, { matrix, rows, columns }: PlacedMatrix): void {
    this.#kernels.product(to * 4, matrix * 4, vector * 4, rows, columns);
  }
}
