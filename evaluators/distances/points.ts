/** Points in a space of real numbers, row by row. */
export interface Points {
  readonly rows: number;
  readonly dimensions: number;
  readonly values: Float32Array; // [rows, dimensions]
}
