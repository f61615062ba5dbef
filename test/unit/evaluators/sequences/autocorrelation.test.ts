import { expect } from 'chai';
import { describe, it } from 'mocha';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { correlationOf } from '../../../../evaluators/ceiling/cell-likeness.ts';
import { sumCells } from '../../../../evaluators/ceiling/subject-cells.ts';
import { autocorrelationLaws } from '../../../../evaluators/sequences/autocorrelation.ts';
import type { PacedTable } from '../../../../evaluators/sequences/paced-rows.ts';

const SECOND = 1_000_000;

describe('autocorrelationLaws', () => {
  it('should pool the pairs of each subject and none between subjects', () => {
    const values = [1, 2, 3, 4, 9, 8, 7, 6];
    const found = correlationIn(
      tableOf([0, 0, 0, 0, 1, 1, 1, 1], { values, times: values.map((_, at) => at) }),
      'ln bytes, lag 1',
    );

    const pairs = [
      ...[1, 2, 3].map((at) => [at, at + 1]),
      ...[9, 8, 7].map((at) => [at, at - 1]),
    ] as [number, number][];
    expect(found).to.be.closeTo(pearson(pairs), 1e-9);
  });

  it('should pass over missing values', () => {
    const values = [1, 2, Number.NaN, 5, 6, 8];
    const found = correlationIn(
      tableOf([0, 0, 0, 0, 0, 0], { values, times: values.map((_, at) => at) }),
      'ln bytes, lag 1',
    );

    expect(found).to.be.closeTo(
      pearson([
        [1, 2],
        [5, 6],
        [6, 8],
      ]),
      1e-9,
    );
  });

  it('should count rows a second with the empty seconds between them', () => {
    const seconds = [0, 0, 0, 2, 3, 3, 6, 9, 9];
    const times = seconds.map((second) => second * SECOND + 5);
    const found = correlationIn(
      tableOf(
        seconds.map(() => 0),
        { values: seconds, times },
      ),
      'rows a second, lag 1 s',
    );

    const counts = [3, 0, 1, 2, 0, 0, 1, 0, 0, 2];
    const pairs = counts.slice(1).map((count, at): [number, number] => [counts[at] ?? 0, count]);
    expect(found).to.be.closeTo(pearson(pairs), 1e-9);
  });
});

function correlationIn(table: PacedTable, name: string): number {
  const law = [...autocorrelationLaws(table)].find((one) => one.name === name);
  if (law === undefined) throw new Error(`no law ${name}`);
  return correlationOf(sumCells(law.original, law.size));
}

function tableOf(
  subject: readonly number[],
  { values, times }: { readonly values: readonly number[]; readonly times: readonly number[] },
): PacedTable {
  const flows = telemetrySchema({ events: false, flows: true }).tables.find(
    ({ name }) => name === 'flows',
  );
  if (flows === undefined) throw new Error('no flows');
  const rows = {
    subjects: 2,
    subject: Int32Array.from(subject),
    timesUs: Float64Array.from(times),
  };
  const numbers = Float64Array.from(values);
  return {
    table: flows,
    rows: { original: rows, synthetic: rows, naive: rows },
    columns: [],
    addresses: [],
    series: [{ name: 'ln bytes', original: numbers, synthetic: numbers, naive: numbers }],
  };
}

function pearson(pairs: readonly (readonly [number, number])[]): number {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (pair: readonly [number, number]) => number) =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  const covariance = sum((pair) => (pair[0] - x) * (pair[1] - y));
  return (
    covariance / Math.sqrt(sum((pair) => (pair[0] - x) ** 2) * sum((pair) => (pair[1] - y) ** 2))
  );
}
