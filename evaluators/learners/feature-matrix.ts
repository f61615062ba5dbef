/** Numbers to learn from, column by column; NaN where a value is missing. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[]; // [features][rows]
}
