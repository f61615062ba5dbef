import type { ColumnTable, TableColumn } from './column-table.ts';

/** Rows by subject, within a subject by time; the table itself where they stand so already. */
export function sortRows(table: ColumnTable): ColumnTable {
  const { subject, timeColumn, rows } = table;
  const times = timeColumn === null ? undefined : table.columns.get(timeColumn)?.values;
  const compare = (one: number, other: number) =>
    (subject[one] as number) - (subject[other] as number) ||
    (times?.[one] ?? 0) - (times?.[other] ?? 0) ||
    one - other;
  let isSorted = true;
  for (let row = 1; row < rows && isSorted; row += 1) isSorted = compare(row - 1, row) < 0;
  if (isSorted) return table;
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort(compare);
  const columns = new Map(
    [...table.columns].map(([name, column]) => [name, ordered(column, order)] as const),
  );
  return { ...table, subject: order.map((row) => subject[row] as number), columns };
}

function ordered(column: TableColumn, order: Int32Array): TableColumn {
  const { values } = column;
  if (column.form === 'codes') {
    return { ...column, values: order.map((row) => values[row] as number) };
  }
  return { ...column, values: Float64Array.from(order, (row) => values[row] as number) };
}
