import { RowDefect } from './bad-row.ts';
import { type CsvParser, checkWidth } from './csv-reader.ts';
import { type NetflowPlaces, netflowCell, netflowPlaces, untimedFlow } from './netflow-row.ts';
import { canonicalAddress } from './network-address.ts';
import type { FlowRecord } from './records.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

const COLUMNS = 'te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label'.split(',');
const UNLABELLED = COLUMNS.length - 1;

/**
 * Opens a parser for the flows of UGR'16, with its header or, as its raw files are, without.
 *
 * `te` is the end of a flow: it starts `td` seconds before. Flows are unidirectional.
 *
 * @see Macia-Fernandez et al., UGR'16, Computers & Security 73, 2018
 */
export function createUgr16Parser(): CsvParser<FlowRecord> {
  let places: NetflowPlaces | null = null;
  let width: number | null = null;
  return {
    get width() {
      return width;
    },
    parse: (cells) => {
      if (isUgr16Header(cells)) {
        places = netflowPlaces(cells);
        width = cells.length;
        return null;
      }
      if (places === null || width === null) {
        if (cells.length !== UNLABELLED) checkWidth(cells, COLUMNS.length);
        places = netflowPlaces(COLUMNS.slice(0, cells.length)) as NetflowPlaces;
        width = cells.length;
      }
      checkWidth(cells, width);
      return flowOf(cells, places);
    },
  };
}

/** True for the header of a UGR'16 file: it ends flows with `te` and starts none. */
export function isUgr16Header(cells: readonly string[]): boolean {
  return cells[0] === 'te' && cells[1] === 'td' && netflowPlaces(cells) !== null;
}

/** True for a record of a UGR'16 file, for files without a header. */
export function isUgr16Row(cells: readonly string[]): boolean {
  const [end = '', , source = '', destination = ''] = cells;
  if (cells.length !== COLUMNS.length && cells.length !== UNLABELLED) return false;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(end)) return false;
  return canonicalAddress(source) !== null && canonicalAddress(destination) !== null;
}

function flowOf(cells: readonly string[], places: NetflowPlaces): FlowRecord {
  const stamp = netflowCell(cells, places.end);
  if (stamp === null) throw new RowDefect('te: is missing');
  const duration = parseDuration('td', netflowCell(cells, places.duration) ?? '');
  const start = parseTimestamp('te', stamp) - duration;
  if (start < 0) throw new RowDefect(`td: is longer than the time since 1970: ${duration} us`);
  return {
    start_us: start,
    duration_us: duration,
    raw_time: stamp,
    ...untimedFlow(cells, places),
  };
}
