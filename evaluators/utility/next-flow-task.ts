import type { Row } from '../../engine/core/row.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import type { Cell, FrameColumn } from '../columns/frame.ts';
import type { AskedTaskRows } from './task-rows.ts';
import type { UtilityTask } from './utility-task.ts';

/** Rows before the asked one that are known. */
const WINDOW = 5;

/** Columns of a flow by what they stand for; sums are over the columns named. */
export interface FlowColumns {
  readonly table: string;
  readonly time: string;
  readonly bytes: readonly string[];
  readonly packets: readonly string[];
  readonly duration: string | null;
  readonly protocol: string | null;
}

/**
 * Tells the bytes of a subject's next flow (ln of 1 + bytes) from its last five flows.
 *
 * Five features a flow: bytes, packets, duration, gap to the flow before (each as ln of 1 + value)
 * and protocol. Flows before the first are missing; the first flow itself is not asked.
 *
 * @see Xu et al., STAN, 2020, section on next-flow prediction (Figure 11b)
 */
export function nextFlowTask(columns: FlowColumns): UtilityTask {
  return {
    id: 'next-flow-bytes',
    title: 'bytes of the next flow of a subject',
    table: columns.table,
    kind: 'numbers',
    hasCurve: true,
    keepsRare: false,
    read: (sample) => {
      const read = readerOf(tableNamed(sample.schema, columns.table), columns);
      const windows: Windows = { target: [], subject: [], lags: emptyLags() };
      for (const [position, { tables }] of sample.subjects.entries()) {
        addWindows(windows, (tables.get(columns.table) ?? []).map(read), position);
      }
      return askedRows(windows);
    },
  };
}

interface FlowFeatures {
  readonly time: number;
  readonly bytes: number | null;
  readonly packets: number | null;
  readonly duration: number | null;
  readonly protocol: string | null;
}

/** Cells by lag (1 to 5) and feature. */
type Lags = readonly Readonly<Record<LagFeature, Cell[]>>[];

const LAG_FEATURES = ['bytes', 'packets', 'duration', 'gap', 'protocol'] as const;

type LagFeature = (typeof LAG_FEATURES)[number];

interface Windows {
  readonly target: Cell[];
  readonly subject: number[];
  readonly lags: Lags;
}

function emptyLags(): Lags {
  return Array.from({ length: WINDOW }, () => ({
    bytes: [],
    packets: [],
    duration: [],
    gap: [],
    protocol: [],
  }));
}

function readerOf(table: TableSchema, columns: FlowColumns): (row: Row) => FlowFeatures {
  const positions = (names: readonly string[]) => names.map((name) => columnIndex(table, name));
  const [bytes, packets] = [positions(columns.bytes), positions(columns.packets)];
  const time = columnIndex(table, columns.time);
  const [duration] = positions(columns.duration === null ? [] : [columns.duration]);
  const [protocol] = positions(columns.protocol === null ? [] : [columns.protocol]);
  const sum = (row: Row, of: readonly number[]) => {
    const held = of.flatMap((at) => (row[at] === null ? [] : [Number(row[at])]));
    return held.length === 0 ? null : held.reduce((total, value) => total + value, 0);
  };
  return (row) => ({
    time: Number(row[time] ?? 0),
    bytes: logOf(sum(row, bytes)),
    packets: logOf(sum(row, packets)),
    duration: duration === undefined ? null : logOf(sum(row, [duration])),
    protocol: protocol === undefined ? null : textOf(row[protocol]),
  });
}

function textOf(value: Row[number] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** ln(1 + value), values below 0 as 0. */
function logOf(value: number | null): number | null {
  return value === null ? null : Math.log1p(Math.max(0, value));
}

function addWindows(windows: Windows, flows: readonly FlowFeatures[], subject: number): void {
  for (let at = 1; at < flows.length; at += 1) {
    windows.target.push(flows[at]?.bytes ?? null);
    windows.subject.push(subject);
    for (const [lag, cells] of windows.lags.entries()) {
      const flow = flows[at - lag - 1];
      const before = flows[at - lag - 2];
      const gap = flow === undefined || before === undefined ? null : flow.time - before.time;
      cells.bytes.push(flow?.bytes ?? null);
      cells.packets.push(flow?.packets ?? null);
      cells.duration.push(flow?.duration ?? null);
      cells.gap.push(logOf(gap));
      cells.protocol.push(flow?.protocol ?? null);
    }
  }
}

function askedRows({ target, subject, lags }: Windows): AskedTaskRows {
  const columns = lags.flatMap((cells, lag) =>
    LAG_FEATURES.map(
      (feature): FrameColumn => ({
        name: `${feature} ${lag + 1} before`,
        role: 'target',
        type: feature === 'protocol' ? 'categorical' : 'numeric',
        values: cells[feature],
      }),
    ),
  );
  return {
    frame: { rows: target.length, columns },
    target,
    subject: Int32Array.from(subject),
  };
}
