import { isIP } from 'node:net';
import type { Value } from '../core/row.ts';
import type { ColumnKind } from './column.ts';

const HIGHEST_PORT = 65_535;

type CellCheck = (cell: Value) => boolean;

const isText: CellCheck = (cell) => typeof cell === 'string';
const isInteger: CellCheck = (cell) => Number.isSafeInteger(cell);

const CHECKS: Readonly<Record<ColumnKind, CellCheck>> = {
  key: isInteger,
  integer: isInteger,
  time: isInteger,
  duration: isInteger,
  real: (cell) => Number.isFinite(cell),
  boolean: (cell) => typeof cell === 'boolean',
  port: (cell) => isInteger(cell) && Number(cell) >= 0 && Number(cell) <= HIGHEST_PORT,
  address: (cell) => typeof cell === 'string' && isIP(cell) !== 0,
  category: isText,
  fqdn: isText,
  user: isText,
  path: isText,
  text: isText,
  guid: isText,
};

/** True if a cell that is not null is of its column's kind; integers lie within 2^53. */
export function cellFits(kind: ColumnKind, cell: Value): boolean {
  return CHECKS[kind](cell);
}
