import type { Row, Value } from '../core/row.ts';
import type { ColumnSchema } from './column.ts';
import type { DatabaseSchema } from './database-schema.ts';
import type { FindingsBook } from './integrity-findings.ts';
import { timeReader } from './relation-laws.ts';
import type { TableSchema } from './table-schema.ts';

/** Column of a row's own machine: it has its name before anybody resolves it. */
const OWN_NAME = 'host';

interface NameSpan {
  readonly address: Value;
  readonly from: number;
  readonly to: number;
}

/** Which names stood for which addresses, and when. */
export interface NameBook {
  add(rows: readonly Row[]): void;
  /** True if the name stood for the address at that time, or at any time if it is null. */
  hasAt(name: Value, address: Value, timeUs: number | null): boolean;
  /** True if the name is unknown, or stood for some address at that time. */
  isValidAt(name: Value, timeUs: number): boolean;
}

/** A reference table with a name, an address, `valid_from_us` and `valid_to_us`, if there is one. */
export function nameTable(schema: DatabaseSchema): TableSchema | null {
  const isNames = (table: TableSchema) =>
    table.role === 'reference' &&
    table.columns.some((one) => one.kind === 'fqdn') &&
    table.columns.some((one) => one.kind === 'address') &&
    ['valid_from_us', 'valid_to_us'].every((name) =>
      table.columns.some((one) => one.name === name),
    );
  return schema.tables.find(isNames) ?? null;
}

/** Opens an empty book for the rows of a name table. */
export function openNames(table: TableSchema): NameBook {
  const named = (name: string) => table.columns.findIndex((one) => one.name === name);
  const [from, to] = [named('valid_from_us'), named('valid_to_us')];
  const name = table.columns.findIndex((one) => one.kind === 'fqdn');
  const address = table.columns.findIndex((one) => one.kind === 'address');
  const spans = new Map<Value, NameSpan[]>();
  const covers = (span: NameSpan, time: number) => span.from <= time && time <= span.to;
  return {
    add: (rows) => {
      for (const row of rows) {
        const span = {
          address: row[address] ?? null,
          from: Number(row[from] ?? Number.NEGATIVE_INFINITY),
          to: Number(row[to] ?? Number.POSITIVE_INFINITY),
        };
        const key = row[name] ?? null;
        const known = spans.get(key);
        if (known === undefined) spans.set(key, [span]);
        else known.push(span);
      }
    },
    hasAt: (of, at, time) =>
      (spans.get(of) ?? []).some(
        (span) => span.address === at && (time === null || covers(span, time)),
      ),
    isValidAt: (of, time) => {
      const known = spans.get(of);
      return known === undefined || known.some((span) => covers(span, time));
    },
  };
}

/**
 * A name that the names table knows is used only while it is valid there.
 *
 * The row's own machine (`host`) is left out, and so are names that the table does not know.
 */
export function nameLaw(
  table: TableSchema,
  names: NameBook,
  book: FindingsBook,
): (rows: readonly Row[]) => void {
  const isUse = (one: ColumnSchema) => one.kind === 'fqdn' && one.name !== OWN_NAME;
  const columns = [...table.columns.entries()].filter(([, one]) => isUse(one));
  if (table.role !== 'sequence' || columns.length === 0) return () => undefined;
  const timeOf = timeReader(table);
  const check = (row: Row, time: number) => {
    for (const [index, column] of columns) {
      const name = row[index] ?? null;
      const isWrong = name !== null && !names.isValidAt(name, time);
      if (isWrong) book.report('namesNotValid', table, row, column.name);
    }
  };
  return (rows) => {
    for (const row of rows) {
      const time = timeOf(row);
      if (time !== null) check(row, time);
    }
  };
}
