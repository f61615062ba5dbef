import { isIP } from 'node:net';
import type { ColumnStore, TableStore } from '../sequences/table-store.ts';

/** Columns of one name. */
export interface IdentityColumns {
  readonly columns: readonly number[];
  readonly domain: number;
}

/**
 * First columns of the row's other names of the domain whose address was never of another family
 * (IPv4, IPv6) than this one's; rows that lack either say nothing.
 */
export function familyColumns(
  store: TableStore,
  identity: IdentityColumns,
  all: readonly IdentityColumns[],
): readonly number[] {
  const [own = 0] = identity.columns;
  const families = familiesOf(store.columns[own]);
  return all
    .filter((one) => one.domain === identity.domain && one.columns[0] !== own)
    .flatMap(({ columns }) => columns.slice(0, 1))
    .filter((column) => isOneFamily(families, familiesOf(store.columns[column])));
}

/** 4 or 6 by row, 0 where the cell is no address. */
function familiesOf(column: ColumnStore | undefined): Uint8Array {
  const { codes, dictionary } = column ?? { codes: new Int32Array(0), dictionary: null };
  const ofValue = Uint8Array.from(dictionary?.values ?? [], (value) => isIP(String(value)));
  return Uint8Array.from(codes, (code) => (code < 0 ? 0 : (ofValue[code] as number)));
}

function isOneFamily(one: Uint8Array, other: Uint8Array): boolean {
  let both = 0;
  for (let row = 0; row < one.length; row += 1) {
    if (one[row] === 0 || other[row] === 0) continue;
    if (one[row] !== other[row]) return false;
    both += 1;
  }
  return both > 0;
}
