import { LAG_BINS, lagBin } from '../../../evaluators/sequences/lag-bins.ts';
import { templateOf } from '../../../evaluators/text/text-template.ts';
import { type ColumnTable, codesOf, type Dictionary, numbersOf } from './column-table.ts';
import type { CellSample } from './laws.ts';

/** The tables of one side that links tie. */
export interface LinkTables {
  readonly links: ColumnTable;
  readonly events: ColumnTable;
  readonly flows: ColumnTable;
  readonly processes: ColumnTable | null;
}

/** What a link's ends hold, a row a link; -1 where something is missing. */
export interface LinkedRows {
  readonly subjects: number;
  readonly subject: Int32Array; // [links]
  readonly image: Int32Array; // [links]
  readonly port: Int32Array; // [links]
  readonly protocol: Int32Array; // [links]
  readonly lag: Int32Array; // [links]
  /** Links of each network event, and of each flow, zeros included. */
  readonly eventDegrees: CellSample;
  readonly flowDegrees: CellSample;
}

const NETWORK_EVENT = '3';
const LEAST_DYNAMIC = 49_152;
const WELL_KNOWN = 1024;

/** Joins the links of a side with their ends. */
export function linkedRows(tables: LinkTables, dictionary: Dictionary): LinkedRows {
  const { links, events, flows, processes } = tables;
  const eventRows = rowsByKey(events, 'event_id');
  const flowRows = rowsByKey(flows, 'flow_id');
  const ends = {
    event: rowsOf(links, 'event_id', eventRows),
    flow: rowsOf(links, 'flow_id', flowRows),
  };
  const images = imagesOf({ events, processes, dictionary }, ends.event);
  const [ports, protocols] = [numbersOf(flows, 'dst_port'), codesOf(flows, 'protocol')];
  const lags = numbersOf(links, 'dt_ms');
  const types = codesOf(events, 'event_type');
  const network = dictionary.codeOf(NETWORK_EVENT);
  return {
    subjects: links.subjects,
    subject: links.subject,
    image: images,
    port: ends.flow.map((row) => (row < 0 ? -1 : portCell(ports[row] as number))),
    protocol: ends.flow.map((row) => (row < 0 ? -1 : (protocols[row] as number))),
    lag: Int32Array.from(lags, (lag) => (Number.isNaN(lag) ? LAG_BINS : lagBin(lag))),
    eventDegrees: degrees(events, ends.event, (row) => types[row] === network),
    flowDegrees: degrees(flows, ends.flow, () => true),
  };
}

/** Well-known ports stand for themselves, the others for their range. */
export function portCell(port: number): number {
  if (Number.isNaN(port)) return 0;
  if (port < WELL_KNOWN) return 1 + port;
  return port < LEAST_DYNAMIC ? 1 + WELL_KNOWN : 2 + WELL_KNOWN;
}

/** The template of the image of each row's process; -1 where there is none. */
export function imagesOf(
  {
    events,
    processes,
    dictionary,
  }: Omit<LinkTables, 'links' | 'flows'> & { readonly dictionary: Dictionary },
  rows: Int32Array,
): Int32Array {
  if (processes === null) return rows.map(() => -1);
  const found = rowsOf(events, 'process_key', rowsByKey(processes, 'process_key'));
  const images = codesOf(processes, 'image');
  const templates = new Map<number, number>();
  const templateCode = (image: number) => {
    const known = templates.get(image);
    if (known !== undefined) return known;
    const template = templateOf(dictionary.textOf(image), 'path').toLowerCase();
    const code = dictionary.codeOf(`image:${template}`);
    templates.set(image, code);
    return code;
  };
  return rows.map((row) => {
    const process = row < 0 ? -1 : (found[row] as number);
    const image = process < 0 ? -1 : (images[process] as number);
    return image < 0 ? -1 : templateCode(image);
  });
}

/** Rows by subject and key. */
function rowsByKey(
  table: ColumnTable,
  column: string,
): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const keys = numbersOf(table, column);
  const bySubject = new Map<number, Map<number, number>>();
  for (let row = 0; row < table.rows; row += 1) {
    const position = table.subject[row] as number;
    let own = bySubject.get(position);
    if (own === undefined) {
      own = new Map();
      bySubject.set(position, own);
    }
    own.set(keys[row] as number, row);
  }
  return bySubject;
}

function rowsOf(
  table: ColumnTable,
  column: string,
  rows: ReadonlyMap<number, ReadonlyMap<number, number>>,
): Int32Array {
  const keys = numbersOf(table, column);
  return table.subject.map((position, row) => rows.get(position)?.get(keys[row] as number) ?? -1);
}

function degrees(
  table: ColumnTable,
  ends: Int32Array,
  counts: (row: number) => boolean,
): CellSample {
  const links = new Int32Array(table.rows);
  for (const row of ends) if (row >= 0) links[row] = (links[row] as number) + 1;
  const kept = Int32Array.from({ length: table.rows }, (_, row) => row).filter(counts);
  return {
    subjects: table.subjects,
    subject: kept.map((row) => table.subject[row] as number),
    cells: kept.map((row) => links[row] as number),
  };
}
