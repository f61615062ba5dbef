import type { ColumnKind } from '../../../engine/schema/column.ts';

/** Texts as numbers, the same on all sides, so that codes can be compared. */
export class Dictionary {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];

  /** The code of a text in Latin-1, one character a byte. */
  codeOf(bytes: string): number {
    const known = this.#codes.get(bytes);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#codes.set(bytes, code);
    this.#texts.push(bytes);
    return code;
  }

  /** The text of a code. */
  textOf(code: number): string {
    return Buffer.from(this.#texts[code] ?? '', 'latin1').toString('utf8');
  }
}

/** A column of numbers; NaN where a value is missing. */
export interface NumberColumn {
  readonly form: 'numbers';
  readonly kind: ColumnKind;
  readonly values: Float64Array; // [rows]
}

/** A column of texts as codes of the dictionary; -1 where a value is missing. */
export interface CodeColumn {
  readonly form: 'codes';
  readonly kind: ColumnKind;
  readonly values: Int32Array; // [rows]
}

export type TableColumn = NumberColumn | CodeColumn;

/** A table of one side, column by column; rows by subject, within a subject in their order. */
export interface ColumnTable {
  readonly name: string;
  readonly rows: number;
  /** Number of subjects of the side. */
  readonly subjects: number;
  /** Position of each row's subject, ascending. */
  readonly subject: Int32Array; // [rows]
  readonly columns: ReadonlyMap<string, TableColumn>;
  readonly timeColumn: string | null;
}

/** The numbers of a column; all missing where the table has no such column. */
export function numbersOf(table: ColumnTable, name: string): Float64Array {
  const column = table.columns.get(name);
  return column?.form === 'numbers' ? column.values : new Float64Array(table.rows).fill(Number.NaN);
}

/** The codes of a column; all missing where the table has no such column. */
export function codesOf(table: ColumnTable, name: string): Int32Array {
  const column = table.columns.get(name);
  return column?.form === 'codes' ? column.values : new Int32Array(table.rows).fill(-1);
}

/** Rows of each subject as [from, to), for subjects that have rows, in the order of the rows. */
export function* subjectRuns({ subject }: Pick<ColumnTable, 'subject'>) {
  for (let from = 0; from < subject.length; ) {
    let to = from + 1;
    while (to < subject.length && subject[to] === subject[from]) to += 1;
    yield { position: subject[from] as number, from, to };
    from = to;
  }
}
