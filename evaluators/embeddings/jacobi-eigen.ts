/** Eigenvalues in falling order, with their vectors. */
export interface Eigen {
  readonly values: Float64Array; // [count]
  /** Unit vectors, one a row; the entry of greatest size is positive. */
  readonly vectors: Float64Array; // [count, size]
}

const MOST_SWEEPS = 60;
const SMALL = 1e-26;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix, by cyclic Jacobi rotations.
 *
 * Meant for up to some hundred rows: a sweep costs about 4 size³ multiplications.
 *
 * @param matrix row by row, `size` × `size`; not changed
 * @see Golub and Van Loan, Matrix Computations, section 8.5
 */
export function jacobiEigen(matrix: Float64Array, size: number): Eigen {
  const rest = Float64Array.from(matrix);
  const basis = identity(size);
  const total = squares(rest);
  for (let sweep = 0; sweep < MOST_SWEEPS && outside(rest, size) > SMALL * total; sweep += 1) {
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) annihilate({ rest, basis, size }, p, q);
    }
  }
  const values = Float64Array.from({ length: size }, (_, at) => rest[at * size + at] as number);
  return inOrder(values, basis);
}

/** Sorts by falling eigenvalue and turns each vector so that its greatest entry is positive. */
export function inOrder(values: Float64Array, basis: Float64Array): Eigen {
  const count = values.length;
  const size = count === 0 ? 0 : basis.length / count;
  const order = [...values.keys()].sort(
    (one, other) => (values[other] as number) - (values[one] as number) || one - other,
  );
  const vectors = new Float64Array(basis.length);
  for (const [to, from] of order.entries()) {
    const vector = basis.subarray(from * size, (from + 1) * size);
    const sign = signOf(vector);
    for (let at = 0; at < size; at += 1) vectors[to * size + at] = sign * (vector[at] as number);
  }
  return { values: Float64Array.from(order, (from) => values[from] as number), vectors };
}

/**
 * The sign of a vector's entry of greatest size; near ties go to the first one, so that rounding
 * does not turn a vector round.
 */
export function signOf(vector: Float64Array): number {
  let greatest = 0;
  for (const entry of vector) {
    if (Math.abs(entry) > Math.abs(greatest) * (1 + 1e-9)) greatest = entry;
  }
  return greatest < 0 ? -1 : 1;
}

interface Rotated {
  readonly rest: Float64Array; // [size, size]
  readonly basis: Float64Array; // [size, size], one vector a row
  readonly size: number;
}

/** Turns rows and columns p and q so that their common entry becomes 0. */
function annihilate({ rest, basis, size }: Rotated, p: number, q: number): void {
  const shared = rest[p * size + q] as number;
  if (shared === 0) return;
  const theta = ((rest[q * size + q] as number) - (rest[p * size + p] as number)) / (2 * shared);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const turn = { cosine, sine: tangent * cosine };
  for (let k = 0; k < size; k += 1) rotate(rest, k * size + p, k * size + q, turn);
  for (let k = 0; k < size; k += 1) rotate(rest, p * size + k, q * size + k, turn);
  for (let k = 0; k < size; k += 1) rotate(basis, p * size + k, q * size + k, turn);
}

function rotate(
  entries: Float64Array,
  one: number,
  other: number,
  { cosine, sine }: { cosine: number; sine: number },
): void {
  const [a, b] = [entries[one] as number, entries[other] as number];
  entries[one] = cosine * a - sine * b;
  entries[other] = sine * a + cosine * b;
}

function identity(size: number): Float64Array {
  const basis = new Float64Array(size * size);
  for (let at = 0; at < size; at += 1) basis[at * size + at] = 1;
  return basis;
}

function squares(entries: Float64Array): number {
  return entries.reduce((sum, entry) => sum + entry * entry, 0);
}

function outside(entries: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (row !== column) sum += (entries[row * size + column] as number) ** 2;
    }
  }
  return sum;
}
