/** A variable of a record: integer codes below `cardinality`. */
export interface VariableSpec {
  readonly name: string;
  readonly cardinality: number;
  /** True where the story gives the value, so that no model draws it. */
  readonly given: boolean;
  /** The variable is drawn only where this earlier one has one of these codes. */
  readonly when?: { readonly variable: number; readonly codes: readonly number[] };
  /** Position of a variable that is always the first parent, -1 for none. */
  readonly anchor: number;
  /** True where codes that never occur with an earlier guard's code may not be drawn. */
  readonly guarded: boolean;
  /** True for a category, which rules what later variables may be. */
  readonly guard?: boolean;
  /** Codes of values by their size, where values have one: what lies near is alike. */
  readonly order?: readonly number[];
  /** Codes that the schema rules out, where no data may say so: within a privacy budget. */
  readonly never?: readonly number[];
  /** By code: microseconds since the row before, of a variable that tells that. */
  readonly micros?: readonly number[];
}

/** Another record whose codes a record's variables may depend on. */
export interface ViewSpec {
  readonly name: string;
  readonly record: number;
  /** First variable that may look: what it shows is decided just before. */
  readonly from: number;
}

/** One kind of thing that is drawn: a subject, a timeline, an activity, a row. */
export interface RecordSpec {
  readonly name: string;
  /** In the order in which they are drawn. */
  readonly variables: readonly VariableSpec[];
  /** The first view is the record itself: earlier variables only. */
  readonly views: readonly ViewSpec[];
}

/** All records, as data. */
export type CodeSpace = readonly RecordSpec[];

/** Training codes of one record. */
export interface RecordCodes {
  readonly rows: number;
  /** By row: number of its subject; rows of a subject stand together. */
  readonly subjects: Int32Array;
  /** By variable. */
  readonly codes: readonly Uint16Array[];
  /** By view: row in the view's record, -1 where there is none; the first view has none. */
  readonly views: readonly Int32Array[];
}
