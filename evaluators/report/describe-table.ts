import type { Random } from '../../engine/core/random.ts';
import type { ColumnKind } from '../../engine/schema/column.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import { ceilingAtSizes, type SampleSizes } from '../ceiling/size-correction.ts';
import { labelShares } from '../columns/common-labels.ts';
import { type Cell, matchingColumn } from '../columns/frame.ts';
import { histogramOf } from '../columns/histogram.ts';
import { judgedColumns } from '../columns/judged-columns.ts';
import { type Judged, judged } from '../metric.ts';
import { type AccuracyMeans, NO_MEANS } from '../pairs/accuracy-means.ts';
import { likenessOf } from '../pairs/distribution-accuracy.ts';
import type { SetScore } from '../pairs/table-accuracy.ts';
import { addCounts } from '../sequences/gap-law.ts';
import { lagBinLabels } from '../sequences/lag-bins.ts';
import {
  type JudgedTable,
  judgeTable,
  type TableJudgement,
  type TableSides,
} from './judge-table.ts';
import type {
  AccuracyIntervals,
  ColumnReport,
  LawReport,
  Marginal,
  PaceReport,
  TableReport,
} from './report-data.ts';

const NO_INTERVALS: AccuracyIntervals = {
  overall: null,
  univariate: null,
  bivariate: null,
  trivariate: null,
  coherence: null,
};
const FEW_VALUES = 12;
const MOST_RARE = 0.5;

/** A table's report and the reasons of what it lacks. */
export interface DescribedTable {
  readonly report: TableReport;
  readonly notes: readonly string[];
}

/** Judges a table and gathers its pictures. */
export function describeTable(sides: TableSides, random: Random, k: number): DescribedTable {
  const { table } = sides.training;
  const outcome = judgeTable(sides, random);
  const refusals = [
    refusalOf(outcome.value, `tables.${table.name}.accuracy`),
    refusalOf(outcome.ceiling, `tables.${table.name}.ceiling`),
    coherenceRefusal(outcome, sides),
  ].filter((note) => note !== null);
  const report: TableReport = {
    name: table.name,
    subjects: {
      original: sides.training.subjects + sides.holdout.subjects,
      synthetic: sides.synthetic.subjects,
    },
    accuracy: meansOf(outcome.value),
    max: outcome.value.ok ? outcome.value.value.means.max : NO_MEANS,
    ceiling: outcome.ceiling.ok ? outcome.ceiling.value.mean : NO_MEANS,
    interval: outcome.ceiling.ok ? outcome.ceiling.value.interval : NO_INTERVALS,
    draws: outcome.ceiling.ok ? outcome.ceiling.value.draws : {},
    holdout: meansOf(outcome.holdout),
    floor: meansOf(outcome.floor),
    columns: columnReports(outcome, table, k),
    pairs: outcome.value.ok ? pairsOf(outcome.value.value) : [],
    textColumns: outcome.textColumns,
    pace: table.timeColumn === null ? null : paceOf(sides, outcome.sizes),
  };
  return { report, notes: refusals };
}

function refusalOf<T>(outcome: Judged<T>, place: string): string | null {
  return outcome.ok ? null : `${place} is null: ${outcome.reason}`;
}

/** Why a judged table has no coherence. */
function coherenceRefusal({ value }: JudgedTable, sides: TableSides): string | null {
  if (!value.ok || value.value.means.accuracy.coherence !== null) return null;
  const { table, longest } = sides.training;
  const reason =
    Math.max(longest, sides.holdout.longest) > 1
      ? 'the sequences have too few columns to compare'
      : 'no subject of the original has a second row; coherence compares rows of one subject';
  return `tables.${table.name}.accuracy.coherence is null: ${reason}`;
}

function meansOf(outcome: Judged<TableJudgement>): AccuracyMeans {
  return outcome.ok ? outcome.value.means.accuracy : NO_MEANS;
}

function atSizes(accuracy: number | null, sizes: SampleSizes): number | null {
  return accuracy === null ? null : ceilingAtSizes(accuracy, sizes);
}

function pairsOf(judgement: TableJudgement) {
  return judgement.sets.bivariate.map(({ columns, value }) => ({
    first: columns[0] ?? '',
    second: columns[1] ?? '',
    value,
  }));
}

/** Every target column, the least alike first. */
function columnReports(outcome: JudgedTable, table: TableSchema, k: number): ColumnReport[] {
  const kinds = new Map(judgedColumns(table).map(({ name, kind }) => [name, kind]));
  return outcome.original.columns
    .filter(({ role }) => role === 'target')
    .map((column) => {
      const kind = kinds.get(column.name) ?? 'integer';
      const found = univariateOf(outcome.value, column.name);
      const synthetic = matchingColumn(outcome.synthetic, column).values;
      return {
        name: column.name,
        columnKind: kind,
        value: found?.value ?? null,
        max: found?.max ?? null,
        ceiling: columnCeiling(outcome, column.name),
        marginal: marginalOf(column.values, synthetic, { kind, k }),
      };
    })
    .sort((one, other) => (one.value ?? 0) - (other.value ?? 0));
}

function columnCeiling({ ceiling }: JudgedTable, name: string): number | null {
  return ceiling.ok ? (ceiling.value.columns.get(`tgt::${name}`) ?? null) : null;
}

function univariateOf(judgement: Judged<TableJudgement>, name: string): SetScore | undefined {
  if (!judgement.ok) return undefined;
  return judgement.value.sets.univariate.find(({ columns }) => columns[0] === `tgt::${name}`);
}

function marginalOf(
  original: readonly Cell[],
  synthetic: readonly Cell[],
  { kind, k }: { kind: ColumnKind; k: number },
): Marginal {
  const shares = (write: (cell: Cell) => string): Marginal => ({
    kind: 'labels',
    shares: labelShares({ values: original, subjects: [...original.keys()] }, synthetic, {
      k,
      write,
    }),
  });
  if (kind === 'boolean') return shares((cell) => (cell === 1 ? 'true' : 'false'));
  if (['category', 'path', 'text'].includes(kind)) return shares(String);
  const isFew = new Set(original).size <= FEW_VALUES && kind !== 'time';
  if (isFew) return shares(String);
  const ports = kind === 'port' ? shares(String) : null;
  if (ports !== null && shareOfRare(ports) < MOST_RARE) return ports;
  const histogram = histogramOf(original, synthetic, kind === 'time');
  return histogram === null ? shares(String) : { kind: 'histogram', ...histogram };
}

/** Share of the original's rows whose value is not named. */
function shareOfRare(marginal: Marginal): number {
  if (marginal.kind !== 'labels') return 1;
  const unnamed = marginal.shares.filter(({ label }) => label === 'rare' || label === 'other');
  return unnamed.reduce((sum, { original }) => sum + original, 0);
}

function paceOf(sides: TableSides, sizes: SampleSizes): PaceReport {
  const law = (part: 'gaps' | 'hours', labels: readonly string[]) =>
    lawReport({
      sizes,
      labels,
      training: sides.training.pace[part],
      holdout: sides.holdout.pace[part],
      synthetic: sides.synthetic.pace[part],
    });
  return {
    gaps: law('gaps', lagBinLabels()),
    hours: law(
      'hours',
      Array.from({ length: 24 }, (_, hour) => String(hour)),
    ),
  };
}

/** Counts of a law on the three samples. */
export interface LawCounts {
  readonly sizes: SampleSizes;
  readonly labels: readonly string[];
  readonly training: Float64Array;
  readonly holdout: Float64Array;
  readonly synthetic: Float64Array;
}

/** Shares of a law on both sides, with its accuracy and the holdout's. */
export function lawReport({ sizes, labels, training, holdout, synthetic }: LawCounts): LawReport {
  const original = addCounts(training, holdout);
  const accuracy = judged(() => likenessOf(original, synthetic).value);
  const ceiling = judged(() => likenessOf(training, holdout).value);
  return {
    labels,
    original: sharesOf(original),
    synthetic: sharesOf(synthetic),
    accuracy: accuracy.ok ? accuracy.value : null,
    ceiling: ceiling.ok ? atSizes(ceiling.value, sizes) : null,
  };
}

function sharesOf(counts: Float64Array): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return [...counts].map((count) => (sum === 0 ? 0 : count / sum));
}
