/** Numbers to learn from, column by column; NaN where a value is missing. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[]; // [features][rows]
}

/** The rows at some positions, in the order given. */
export function takeRows(features: FeatureMatrix, positions: Int32Array): FeatureMatrix {
  const columns = features.columns.map((column) => takeNumbers(column, positions));
  return { rows: positions.length, names: features.names, columns };
}

/** The numbers at some positions, in the order given. */
export function takeNumbers(values: Float64Array, positions: Int32Array): Float64Array {
  return Float64Array.from(positions, (at) => values[at] as number);
}

/** The labels at some positions, in the order given. */
export function takeLabels(labels: Int32Array, positions: Int32Array): Int32Array {
  return Int32Array.from(positions, (at) => labels[at] as number);
}

/** The second matrix's rows after the first's; both have the same columns. */
export function concatRows(first: FeatureMatrix, second: FeatureMatrix): FeatureMatrix {
  const rows = first.rows + second.rows;
  const columns = first.columns.map((column, at) => {
    const both = new Float64Array(rows);
    both.set(column);
    both.set(second.columns[at] ?? [], first.rows);
    return both;
  });
  return { rows, names: first.names, columns };
}
