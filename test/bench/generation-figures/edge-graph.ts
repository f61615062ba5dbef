import { type ColumnTable, codesOf, subjectRuns } from './column-table.ts';

/** Who meets whom: each pair of endpoints that a subject's rows hold, with the number of rows. */
export interface EdgeGraph {
  readonly subjects: number;
  readonly endpoints: number;
  /** By subject and pair. */
  readonly subject: Int32Array; // [entries]
  readonly pair: Int32Array; // [entries]
  readonly rows: Int32Array; // [entries]
  readonly source: Int32Array; // [pairs]
  readonly destination: Int32Array; // [pairs]
  /** Distinct endpoints of each subject that has any. */
  readonly met: { readonly subject: Int32Array; readonly values: Float64Array };
}

/** The endpoint columns of a table: its first two addresses. */
export function endpointColumns(table: ColumnTable): readonly [string, string] | null {
  const [source, destination] = [...table.columns].flatMap(([name, { kind }]) =>
    kind === 'address' ? [name] : [],
  );
  return source === undefined || destination === undefined ? null : [source, destination];
}

const SHIFT = 2 ** 26;

/** Gathers the pairs of the rows that have both endpoints. */
export function edgeGraph(table: ColumnTable, columns: readonly [string, string]): EdgeGraph {
  const [from, to] = columns.map((name) => codesOf(table, name)) as [Int32Array, Int32Array];
  const gathered = new GatheredEdges();
  for (const run of subjectRuns(table)) {
    gathered.open(run.position);
    for (let row = run.from; row < run.to; row += 1) {
      gathered.add(from[row] as number, to[row] as number);
    }
    gathered.close();
  }
  return gathered.graph(table.subjects);
}

class GatheredEdges {
  readonly #endpoints = new Numbers();
  readonly #pairs = new Numbers();
  readonly #source: number[] = [];
  readonly #destination: number[] = [];
  readonly #entries = { subject: [] as number[], pair: [] as number[], rows: [] as number[] };
  readonly #met = { subject: [] as number[], values: [] as number[] };
  #position = 0;
  #rows = new Map<number, number>();
  #seen = new Set<number>();

  open(position: number): void {
    this.#position = position;
    this.#rows = new Map();
    this.#seen = new Set();
  }

  add(from: number, to: number): void {
    if (from < 0 || to < 0) return;
    const [source, destination] = [this.#endpoints.of(from), this.#endpoints.of(to)];
    const pair = this.#pairs.of(source * SHIFT + destination);
    if (pair === this.#source.length) {
      this.#source.push(source);
      this.#destination.push(destination);
    }
    this.#rows.set(pair, (this.#rows.get(pair) ?? 0) + 1);
    this.#seen.add(source).add(destination);
  }

  close(): void {
    for (const [pair, rows] of this.#rows) {
      this.#entries.subject.push(this.#position);
      this.#entries.pair.push(pair);
      this.#entries.rows.push(rows);
    }
    if (this.#seen.size === 0) return;
    this.#met.subject.push(this.#position);
    this.#met.values.push(this.#seen.size);
  }

  graph(subjects: number): EdgeGraph {
    const { subject, pair, rows } = this.#entries;
    return {
      subjects,
      endpoints: this.#endpoints.count,
      subject: Int32Array.from(subject),
      pair: Int32Array.from(pair),
      rows: Int32Array.from(rows),
      source: Int32Array.from(this.#source),
      destination: Int32Array.from(this.#destination),
      met: {
        subject: Int32Array.from(this.#met.subject),
        values: Float64Array.from(this.#met.values),
      },
    };
  }
}

/** Laws of a graph: a number for each endpoint, or each pair, that it has. */
export interface GraphLaws {
  readonly inDegrees: Float64Array;
  readonly outDegrees: Float64Array;
  readonly endpointRows: Float64Array;
  readonly pairRows: Float64Array;
  /** Share of the pairs that have one the other way, too. */
  readonly reciprocity: number;
}

/** Laws of the rows of the subjects that a mask of ones keeps. */
export function graphLaws(graph: EdgeGraph, mask: Uint8Array | null): GraphLaws {
  const pairRows = new Float64Array(graph.source.length);
  for (const [at, pair] of graph.pair.entries()) {
    if (mask !== null && mask[graph.subject[at] as number] !== 1) continue;
    pairRows[pair] = (pairRows[pair] as number) + (graph.rows[at] as number);
  }
  const [into, out, rows] = [0, 1, 2].map(() => new Float64Array(graph.endpoints)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const present = new Set<number>();
  for (const [pair, count] of pairRows.entries()) {
    if (count === 0) continue;
    const [from, to] = [graph.source[pair] as number, graph.destination[pair] as number];
    out[from] = (out[from] as number) + 1;
    into[to] = (into[to] as number) + 1;
    rows[from] = (rows[from] as number) + count;
    if (to !== from) rows[to] = (rows[to] as number) + count;
    present.add(from * SHIFT + to);
  }
  let answered = 0;
  for (const pair of present) {
    if (present.has((pair % SHIFT) * SHIFT + Math.floor(pair / SHIFT))) answered += 1;
  }
  return {
    inDegrees: into.filter((count) => count > 0),
    outDegrees: out.filter((count) => count > 0),
    endpointRows: rows.filter((count) => count > 0),
    pairRows: pairRows.filter((count) => count > 0),
    reciprocity: answered / Math.max(1, present.size),
  };
}

class Numbers {
  readonly #known = new Map<number, number>();

  get count(): number {
    return this.#known.size;
  }

  of(key: number): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#known.size);
    return this.#known.size - 1;
  }
}
