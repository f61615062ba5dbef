import type { Random } from '../../../engine/core/random.ts';
import type { FeatureMatrix } from '../../../evaluators/learners/feature-matrix.ts';
import { type ColumnTable, codesOf, type Dictionary } from './column-table.ts';

/** Rows with a label, as numbers. */
export interface LabelledRows {
  readonly features: FeatureMatrix;
  /** 1 for the class to be told from the others. */
  readonly labels: Int32Array; // [rows]
  readonly subject: Int32Array; // [rows]
  readonly positives: number;
}

/** What is read of a labelled table. */
export interface LabelledRowsOptions {
  readonly dictionary: Dictionary;
  readonly random: Random;
  readonly ports: boolean;
  /** Rows in question by the position of their subject. */
  takes(position: number): boolean;
}

const LABEL = 'label';
const HARMLESS = new Set(['benign', 'normal', 'background', '0', '-']);
const FEATURE_KINDS = new Set(['integer', 'real', 'duration', 'category', 'boolean']);

/** Columns that would tell the label of these captures at once, or that say who it was. */
const LEFT_OUT = new Set([LABEL, 'state', 'service', 'host']);

/** Most rows of the label in question, most others for each of them, and most in all. */
const MOST_POSITIVES = 4000;
const OTHERS_EACH = 20;
const MOST_ROWS = 12_000;

/** True where a table has labels of two kinds. */
export function hasLabels(table: ColumnTable, dictionary: Dictionary): boolean {
  const kinds = new Set(labelsOf(table, dictionary));
  return kinds.has(0) && kinds.has(1);
}

/**
 * Draws rows of both classes: all of the class in question, up to twenty others for each.
 *
 * Rows named `background` are left out where others are named benign: nobody looked at them.
 */
export function labelledRows(table: ColumnTable, options: LabelledRowsOptions): LabelledRows {
  const labels = labelsOf(table, options.dictionary);
  const own = (label: number, name: string) => {
    const rows = Int32Array.from(labels.keys()).filter(
      (row) => labels[row] === label && options.takes(table.subject[row] as number),
    );
    return options.random.split(name).shuffle([...rows]);
  };
  const positives = own(1, 'positives').slice(0, MOST_POSITIVES);
  const most = Math.min(OTHERS_EACH * positives.length, MOST_ROWS - positives.length);
  const others = own(0, 'others').slice(0, most);
  const rows = options.random.split('order').shuffle([...positives, ...others]);
  return {
    features: featuresOf(table, rows, options.ports),
    labels: Int32Array.from(rows, (row) => labels[row] as number),
    subject: Int32Array.from(rows, (row) => table.subject[row] as number),
    positives: positives.length,
  };
}

/** 1 for the class in question, 0 for harmless rows, -1 for rows that say nothing. */
function labelsOf(table: ColumnTable, dictionary: Dictionary): Int32Array {
  const codes = codesOf(table, LABEL);
  const names = new Map([...new Set(codes)].map((code) => [code, nameOf(code, dictionary)]));
  const isLooked = [...names.values()].includes('benign');
  const classes = new Map(
    [...names].map(([code, name]) => {
      if (name === null || (isLooked && name === 'background')) return [code, -1];
      return [code, HARMLESS.has(name) ? 0 : 1];
    }),
  );
  return codes.map((code) => classes.get(code) ?? -1);
}

function nameOf(code: number, dictionary: Dictionary): string | null {
  return code < 0 ? null : dictionary.textOf(code).toLowerCase();
}

/** Codes of the dictionary serve as they are: a tree may cut anywhere. */
function featuresOf(table: ColumnTable, rows: readonly number[], ports: boolean): FeatureMatrix {
  const kept = [...table.columns].filter(
    ([name, { kind }]) =>
      !LEFT_OUT.has(name) && (FEATURE_KINDS.has(kind) || (ports && kind === 'port')),
  );
  return {
    rows: rows.length,
    names: kept.map(([name]) => name),
    columns: kept.map(([, { values }]) => Float64Array.from(rows, (row) => values[row] as number)),
  };
}
