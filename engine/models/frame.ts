/**
 * What a variable may look at: the rows that its record's views show, as places in one array.
 *
 * A view that shows no row points at zeros, and 0 is the code of what is not there; so no view
 * needs a test, and a subject's rows need no array each.
 */
export interface Frame {
  /** Codes of all rows drawn so far, row after row; the first are zeros, as many as the widest record has. */
  codes: Int32Array;
  /** By view of the record: place of its row's first code; 0 where it shows none. */
  readonly at: Int32Array;
  /** Counts how often the codes were given back: places mean other rows then. */
  epoch: number;
}
