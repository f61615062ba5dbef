import { childCounts } from './child-counts.ts';
import { columnOf } from './column-shapes.ts';
import { type Chosen, type Comparison, type OwnedValues, oncePerSide } from './comparison.ts';
import { type FlatRelation, type FlatSample, NO_KEY } from './flat-sample.ts';

/** The parts of the diagnostic score. */
export const VALIDITY_PARTS = [
  'keys',
  'boundaries',
  'categories',
  'references',
  'child counts',
] as const;

type ValidityPart = (typeof VALIDITY_PARTS)[number];

/**
 * What must hold of valid rows, as shares of the second side's rows: keys that no earlier row
 * bears, numbers within the first side's range, labels that the first side has, foreign keys that
 * name a row, numbers of children within the first side's range.
 *
 * Missing cells are left out. The group is the part of the diagnostic score.
 *
 * @see SDMetrics, Data Validity and Relationship Validity
 */
export function dataValidity(original: FlatSample): readonly Comparison[] {
  const tables = [...original.tables.values()];
  return [
    ...tables.map(({ name }) => uniqueKeys(name)),
    ...tables.flatMap(({ name, columns }) =>
      columns.map((column) =>
        column.continuous ? boundary(name, column.name) : labels(name, column.name),
      ),
    ),
    ...original.relations
      .map((relation, at) => ({ ...relation, at }))
      .flatMap(({ name, at }) => [references(name, at), countRange(name, at)]),
  ];
}

function named(
  part: ValidityPart,
  name: string,
): { readonly name: string; readonly group: string } {
  return { name: `${part}: ${name}`, group: part };
}

function uniqueKeys(table: string): Comparison {
  return {
    ...named('keys', table),
    compare: (_, other) => {
      const found = other.side.tables.get(table);
      const values = Float64Array.from(found?.repeated ?? []);
      return shareWhere(
        { values, subject: found?.subject ?? new Int32Array(0) },
        other,
        (one) => one === 0,
      );
    },
  };
}

function boundary(table: string, column: string): Comparison {
  return {
    ...named('boundaries', `${table}.${column}`),
    compare: (one, other) => {
      const [least, greatest] = rangeOf(columnOf(one.side, table, column), one);
      return shareWhere(
        columnOf(other.side, table, column),
        other,
        (value) => value >= least && value <= greatest,
      );
    },
  };
}

function labels(table: string, column: string): Comparison {
  return {
    ...named('categories', `${table}.${column}`),
    compare: (one, other) => {
      const first = columnOf(one.side, table, column);
      const met = new Uint8Array(first.labels());
      eachValue(first, one, (value) => {
        met[value] = 1;
      });
      return shareWhere(columnOf(other.side, table, column), other, (value) => met[value] === 1);
    },
  };
}

function references(name: string, at: number): Comparison {
  const keys = oncePerSide((side): OwnedValues => {
    const { child, parentOf } = side.relations[at] as FlatRelation;
    const values = Float64Array.from(parentOf, (row) => (row === NO_KEY ? Number.NaN : row));
    return { values, subject: side.tables.get(child)?.subject ?? new Int32Array(0) };
  });
  return {
    ...named('references', name),
    compare: (_, other) => shareWhere(keys(other.side), other, (row) => row >= 0),
  };
}

function countRange(name: string, at: number): Comparison {
  const counts = oncePerSide((side) => childCounts(side, side.relations[at] as FlatRelation));
  return {
    ...named('child counts', name),
    compare: (one, other) => {
      const [least, greatest] = rangeOf(counts(one.side), one);
      return shareWhere(counts(other.side), other, (count) => count >= least && count <= greatest);
    },
  };
}

function rangeOf(values: OwnedValues, chosen: Chosen): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  eachValue(values, chosen, (value) => {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  });
  return [least, greatest];
}

/** Share of the present values that pass; NaN where there are none. */
function shareWhere(
  values: OwnedValues,
  chosen: Chosen,
  passes: (value: number) => boolean,
): number {
  let [all, passed] = [0, 0];
  eachValue(values, chosen, (value) => {
    all += 1;
    if (passes(value)) passed += 1;
  });
  return all === 0 ? Number.NaN : passed / all;
}

function eachValue(
  { values, subject }: OwnedValues,
  { mask, half }: Chosen,
  visit: (value: number) => void,
): void {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    if (mask === null || mask[subject[row] as number] === half) visit(value);
  }
}
