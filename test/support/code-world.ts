import { createRandom } from '../../engine/core/random.ts';
import type { CodeSpace, RecordCodes, VariableSpec } from '../../engine/models/code-space.ts';

/** A made space of three records, and codes that follow laws a network can learn. */
export interface CodeWorld {
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
}

const variable = (name: string, cardinality: number): VariableSpec => ({
  ...{ name, cardinality, given: false, anchor: -1, guarded: false },
});

/** Positions of a row's variables. */
export const WORLD = { host: 0, step: 1, row: 2, kind: 1, echo: 2, port: 3 } as const;

const HOST = [variable('slot', 3), variable('role', 5)];
const MICROS = [0, 0, 0, 50_000, 500_000, 5_000_000];
const STEP = [
  { ...variable('slot', 3), given: true },
  { ...variable('gap', 6), micros: MICROS },
];
const ROW: readonly VariableSpec[] = [
  { ...variable('slot', 3), given: true },
  { ...variable('kind', 6), guard: true },
  variable('echo', 6),
  { ...variable('port', 20), guarded: true, when: { variable: 2, codes: [2, 3] } },
];

/**
 * Hosts with a role; each with a timeline of steps and of rows. A row's kind is the kind
 * before it, the host's role or any, its echo repeats the kind, and its port is twice the kind, where the echo says
 * that there is one.
 */
export function makeCodeWorld(hosts: number, rowsEach: number): CodeWorld {
  const rows = hosts * rowsEach;
  const random = createRandom(7, 'code-world');
  const code = (below: number) => 2 + random.integer(below);
  const owner = Int32Array.from({ length: rows }, (_, at) => Math.floor(at / rowsEach));
  const before = Int32Array.from({ length: rows }, (_, at) => (at % rowsEach === 0 ? -1 : at - 1));
  const itself = Int32Array.from({ length: rows }, (_, at) => at);
  const role = Uint16Array.from({ length: hosts }, () => code(3));
  const kind = new Uint16Array(rows);
  for (let at = 0; at < rows; at += 1) {
    const last = before[at] as number;
    const repeats = last >= 0 && random.next() < 0.6;
    const usual = random.next() < 0.7 ? (role[owner[at] as number] as number) : code(3);
    kind[at] = repeats ? (kind[last] as number) : usual;
  }
  const echo = kind.map((one) => (random.next() < 0.9 ? one : code(4)));
  const port = kind.map((one, at) => ((echo[at] as number) < 4 ? 2 * one : 0));
  const slot = (length: number) => new Uint16Array(length).fill(2);
  const gap = Uint16Array.from({ length: rows }, () => code(4));
  return {
    space: [
      { name: 'host', variables: HOST, views: [view('self', 0)] },
      { name: 'step', variables: STEP, views: [view('self', 1), view('lag', 1), view('host', 0)] },
      {
        name: 'row',
        variables: ROW,
        views: [view('self', 2), view('lag', 2), view('step', 1, 2), view('host', 0)],
      },
    ],
    data: [
      {
        rows: hosts,
        subjects: Int32Array.from({ length: hosts }, (_, at) => at),
        codes: [slot(hosts), role],
        views: [new Int32Array(0)],
      },
      {
        ...{ rows, subjects: owner, codes: [slot(rows), gap] },
        views: [new Int32Array(0), before, owner],
      },
      {
        ...{ rows, subjects: owner, codes: [slot(rows), kind, echo, port] },
        views: [new Int32Array(0), before, itself, owner],
      },
    ],
  };
}

function view(name: string, record: number, from = 0) {
  return { name, record, from };
}
