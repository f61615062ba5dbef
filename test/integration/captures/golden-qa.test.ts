import { expect } from 'chai';
import { describe, it } from 'mocha';
import { defined } from '../../../engine/core/invariant.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { type Cell, concatFrames, type Frame } from '../../../evaluators/columns/frame.ts';
import {
  frameAccuracy,
  meanLikeness,
  type SetScore,
} from '../../../evaluators/pairs/table-accuracy.ts';
import { type SequenceRows, sequenceLikeness } from '../../../evaluators/sequences/coherence.ts';
import {
  cellOf,
  columnTypeOf,
  contextsOf,
  type GoldenCase,
  goldenFrame,
  loadGolden,
  type Part,
  readGoldenCsv,
  sequencesOf,
  targetColumns,
  typeOf,
} from '../../support/golden-qa.ts';

const golden = loadGolden();
const CASES = [
  'census2k-mostly',
  'census2k-flip30',
  'census2k-no-holdout',
  'census2k-holdout-as-synthetic',
  'baseball-players-context',
  'baseball-players-flat',
  'baseball-seasons-context',
  'baseball-seasons-no-context',
  'edge',
  'edge-ties',
  'text',
  'flows',
] as const;

describe('accuracy against the reference', () => {
  for (const name of CASES) {
    it(`should equal every value of ${name}`, function () {
      const one = golden?.cases[name];
      if (one === undefined) return this.skip();
      const original = originalOf(one);
      const synthetic = withPieces(
        one,
        'synthetic',
        defined(goldenFrame(one, 'synthetic'), 'no frame'),
      );

      const accuracy = frameAccuracy(original, synthetic, createRandom(1));

      expect([original.rows, synthetic.rows]).to.deep.equal([
        one.rows.original,
        one.rows.synthetic,
      ]);
      compare(accuracy.univariate, scoresOf(one.univariate));
      const pairs = one.bivariate.filter(([kind]) => kind !== 'nxt').map((row) => row.slice(1));
      compare(accuracy.bivariate, scoresOf(pairs as [string, string, number, number][]));
      compare(accuracy.trivariate, scoresOf(one.trivariate));
      const nextPairs = one.bivariate.filter(([kind]) => kind === 'nxt').map((row) => row.slice(1));
      compare(accuracy.next, scoresOf(nextPairs as [string, string, number, number][]));
      for (const part of ['univariate', 'bivariate', 'trivariate'] as const) {
        const mean = meanLikeness(accuracy[part]);
        expectClose(mean?.value, one.accuracy[part] ?? null);
        expectClose(mean?.max, one.accuracy[`${part}_max`] ?? null);
      }
      return undefined;
    });
  }

  for (const name of ['baseball-seasons-context', 'baseball-seasons-no-context', 'flows']) {
    it(`should equal both sequence parts of coherence of ${name}`, function () {
      const one = golden?.cases[name];
      if (one === undefined) return this.skip();

      const likeness = sequenceLikeness(
        sequenceRows(one, ['train', 'holdout']),
        sequenceRows(one, ['synthetic']),
      );

      const expected = (rows: readonly [string, number, number][]) =>
        [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      const sorted = [...likeness].sort((a, b) => (a.column < b.column ? -1 : 1));
      expect(
        sorted.map(({ column, categoriesPerSequence: part }) => [column, part.value, part.max]),
      ).to.deep.equal(expected(one.categories_per_sequence));
      expect(
        sorted.map(({ column, sequencesPerCategory: part }) => [column, part.value, part.max]),
      ).to.deep.equal(expected(one.sequences_per_category));
      return undefined;
    });
  }
});

function originalOf(one: GoldenCase): Frame {
  const training = withPieces(one, 'train', defined(goldenFrame(one, 'train'), 'no frame'));
  const holdout = goldenFrame(one, 'holdout');
  return holdout === null ? training : concatFrames(training, withPieces(one, 'holdout', holdout));
}

/** Puts the stored word pieces in the place of text columns. */
function withPieces(one: GoldenCase, part: Part, frame: Frame): Frame {
  if (one.pieces === undefined) return frame;
  const pieces = new Map<string, Cell[]>();
  for (const row of readGoldenCsv(one.pieces)) {
    if (row.part !== part) continue;
    const cells = pieces.get(row.column ?? '') ?? [];
    pieces.set(row.column ?? '', cells);
    cells[Number(row.row)] = row.piece || null;
  }
  const columns = frame.columns.map((column) => ({
    ...column,
    values: pieces.get(column.name) ?? column.values,
  }));
  return { rows: frame.rows, columns };
}

function expectClose(actual: number | undefined, expected: number | null): void {
  if (expected === null) expect(actual).to.equal(undefined);
  else expect(actual).to.be.closeTo(expected, 1e-7);
}

function scoresOf(rows: readonly (readonly (string | number)[])[]): Map<string, number[]> {
  return new Map(
    rows.map((row) => [
      row
        .filter((cell) => typeof cell === 'string')
        .sort()
        .join(' '),
      row.filter((cell) => typeof cell === 'number'),
    ]),
  );
}

function compare(actual: readonly SetScore[], expected: Map<string, number[]>): void {
  const wrong = actual
    .map((one) => ({ key: [...one.columns].sort().join(' '), got: [one.value, one.max] }))
    .filter(({ key, got }) => {
      const want = expected.get(key);
      return (
        want === undefined ||
        got.some((value, at) => !(Math.abs(value - (want[at] ?? Number.NaN)) <= 1e-7))
      );
    })
    .map(({ key, got }) => ({ key, got, want: expected.get(key) }));
  expect(wrong).to.deep.equal([]);
  expect(actual.length).to.equal(expected.size);
}

function sequenceRows(one: GoldenCase, parts: readonly Part[]): SequenceRows {
  const names = targetColumns(one);
  const values = names.map((): Cell[] => []);
  const sequence: number[] = [];
  let next = 0;
  for (const part of parts) {
    const contexts = contextsOf(one, part);
    for (const [key, rows] of sequencesOf(one, part)) {
      if (contexts !== null && !contexts.has(key)) continue;
      for (const row of rows.slice(0, 100)) {
        sequence.push(next);
        names.forEach((name, at) => {
          values[at]?.push(cellOf(typeOf(one, name), row[name]));
        });
      }
      next += 1;
    }
  }
  const columns = names.map((name, at) => ({
    name,
    type: columnTypeOf(typeOf(one, name)),
    values: values[at] ?? [],
  }));
  return { columns, sequence };
}
