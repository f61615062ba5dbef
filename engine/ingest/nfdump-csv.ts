import { DataError } from '../core/errors.ts';
import { RowDefect } from './bad-row.ts';
import { type CsvParser, checkWidth } from './csv-reader.ts';
import { type NetflowPlaces, netflowCell, netflowPlaces, untimedFlow } from './netflow-row.ts';
import type { ReaderContext } from './reader-context.ts';
import type { FlowRecord } from './records.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

/**
 * Opens a parser for `nfdump -o csv` of 1.6 (`ts,te,td,sa,…`) and 1.7 (`firstSeen,duration,…`).
 *
 * The header may come again (joined files); what follows `Summary` up to it is skipped.
 *
 * @throws (on the first record) DataError if it is no such header
 */
export function createNfdumpParser({ file }: ReaderContext): CsvParser<FlowRecord> {
  let places: NetflowPlaces | null = null;
  let firstHeader = '';
  let width: number | null = null;
  let inSummary = false;
  return {
    get width() {
      return width;
    },
    parse: (cells) => {
      const [first = ''] = cells;
      if (places === null || first === firstHeader) {
        places = headerOf(cells, file);
        firstHeader = first;
        width = cells.length;
        inSummary = false;
        return null;
      }
      if (isSummary(cells)) inSummary = true;
      if (inSummary) return null;
      checkWidth(cells, width ?? 0);
      return flowOf(cells, places);
    },
  };
}

/** True for the header of an nfdump file that tells when flows start. */
export function isNfdumpHeader(cells: readonly string[]): boolean {
  const places = netflowPlaces(cells);
  return places !== null && places.start >= 0;
}

function headerOf(cells: readonly string[], file: string): NetflowPlaces {
  const places = netflowPlaces(cells);
  if (places !== null && places.start >= 0) return places;
  const found = cells.slice(0, 8).join(',').slice(0, 200);
  throw new DataError(
    `${file}: is no nfdump CSV with a header: ${found}; write it with nfdump -o csv, or name its format`,
    { file, found },
  );
}

function isSummary(cells: readonly string[]): boolean {
  const [first = ''] = cells;
  return cells.length === 1 && (first === 'Summary' || first.startsWith('No matched flows'));
}

function flowOf(cells: readonly string[], places: NetflowPlaces): FlowRecord {
  const stamp = netflowCell(cells, places.start);
  if (stamp === null) throw new RowDefect('start: is missing');
  const start = parseTimestamp('start', stamp);
  return {
    start_us: start,
    duration_us: durationOf(cells, places, start),
    raw_time: stamp,
    ...untimedFlow(cells, places),
  };
}

/** The duration as written, as the stamps may have lost their milliseconds; else end - start. */
function durationOf(cells: readonly string[], places: NetflowPlaces, start: number): number | null {
  const duration = netflowCell(cells, places.duration);
  if (duration !== null) return parseDuration('duration', duration);
  const stamp = netflowCell(cells, places.end);
  if (stamp === null) return null;
  const end = parseTimestamp('end', stamp);
  if (end < start) throw new RowDefect(`end: lies before the start: ${stamp}`);
  return end - start;
}
