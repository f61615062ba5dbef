import { type Comparison, countCodes, oncePerSide, tvdLikeness } from './comparison.ts';
import type { FlatColumn, FlatSample, FlatTable } from './flat-sample.ts';
import { orderedComparison } from './ordered-values.ts';

/**
 * One comparison a column: 1 - KS for numbers and times, 1 - TVD for labels and booleans; missing
 * cells are left out.
 *
 * @see SDMetrics, Column Shapes
 */
export function columnShapes(original: FlatSample): readonly Comparison[] {
  return [...original.tables.values()].flatMap(({ name: group, columns }) =>
    columns.map(({ name, continuous }) => {
      const named = { name: `${group}.${name}`, group };
      return continuous ? orderedShape(named, name) : labelledShape(named, name);
    }),
  );
}

interface Named {
  readonly name: string;
  readonly group: string;
}

function orderedShape(named: Named, column: string): Comparison {
  return orderedComparison(named, (side) => {
    const { subject, values } = columnOf(side, named.group, column);
    return { values, subject };
  });
}

function labelledShape(named: Named, column: string): Comparison {
  const coded = oncePerSide((side) => {
    const { values, subject, labels } = columnOf(side, named.group, column);
    return { codes: codesOf(values), subject, labels };
  });
  return {
    ...named,
    compare: (one, other) => {
      const [first, second] = [coded(one.side), coded(other.side)];
      const cells = first.labels();
      return tvdLikeness(countCodes(first, one, cells), countCodes(second, other, cells));
    },
  };
}

/** Codes of labels, -1 where missing. */
function codesOf(values: Float64Array): Int32Array {
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    codes[row] = Number.isNaN(values[row]) ? -1 : (values[row] as number);
  }
  return codes;
}

/** A column with the subjects of its rows; empty where the side lacks it. */
export function columnOf(
  side: FlatSample,
  table: string,
  name: string,
): FlatColumn & Pick<FlatTable, 'subject'> {
  const found = side.tables.get(table);
  const column = found?.columns.find((one) => one.name === name);
  if (found === undefined || column === undefined) return { ...NOTHING, name };
  return { ...column, subject: found.subject };
}

const NOTHING = {
  kind: 'integer' as const,
  continuous: true,
  values: new Float64Array(0),
  labels: () => 0,
  subject: new Int32Array(0),
};
