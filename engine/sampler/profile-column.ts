import { defined } from '../core/invariant.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import type { CategoryField, Field, TextField } from '../encoders/field.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import { MISSING } from '../sequences/codes.ts';
import type { ColumnStore, TableStore } from '../sequences/table-store.ts';

const SAMPLE = 5000;
const LEAST_NATS = 0.1;

/** The variable whose codes say most about a row: the text or category with the most even law; -1 for none. */
export function profileVariable(store: TableStore, fields: readonly Field[]): number {
  let [best, most] = [-1, LEAST_NATS];
  for (const field of fields) {
    if (field.type !== 'text' && field.type !== 'category') continue;
    const entropy = entropyOf(store, field);
    if (entropy > most) [best, most] = [field.variable, entropy];
  }
  return best;
}

/** Nats of the codes of a column, over rows that are evenly spread. */
function entropyOf(store: TableStore, field: TextField | CategoryField): number {
  const column = defined(store.columns[field.column], 'column was read');
  const codeOf = coder(column, field);
  const stride = Math.max(1, Math.floor(store.rows / SAMPLE));
  const counts = new Map<number, number>();
  let rows = 0;
  for (let row = 0; row < store.rows; row += stride) {
    const code = codeOf(row);
    counts.set(code, (counts.get(code) ?? 0) + 1);
    rows += 1;
  }
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / rows) * Math.log(count / rows);
  return entropy;
}

function coder(column: ColumnStore, field: TextField | CategoryField): (row: number) => number {
  if (field.type === 'category' && field.isBoolean) {
    return (row) => (column.numbers[row] === 1 ? 1 : 0);
  }
  const encode = field.type === 'text' ? textCoder(field) : categoryEncoder(field.stats).encode;
  return (row) => {
    const value = column.dictionary?.values[column.codes[row] as number];
    return value === undefined ? MISSING : encode(value);
  };
}

function textCoder(field: TextField): (value: string | number | boolean) => number {
  const encoder = textEncoder(field.stats);
  return (value) => encoder.encode(String(value));
}
