/** A cell of a file that no schema describes: as the file wrote it, missing is `null`. */
export type PlainValue = string | number | boolean | null;

/** A named column of a plain table. */
export interface PlainColumn {
  readonly name: string;
  readonly values: readonly PlainValue[]; // [rows]
}

/** A table of a file that no schema describes, column by column. */
export interface PlainTable {
  /** What messages call it: the path of its file. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly PlainColumn[];
}
