import { defined } from '../../core/invariant.ts';
import type { CodeSpace, RecordCodes, RecordSpec } from '../code-space.ts';
import { binCodes, type CodeBins, countCodes } from './code-bins.ts';
import type { FeatureRef } from './grown-tree.ts';
import type { FeatureColumn } from './split-search.ts';

/** All that trees are grown from; plain data over shared memory, so that threads can have it. */
export interface TreePlan {
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
  /** By record and variable. */
  readonly bins: readonly (readonly CodeBins[])[];
  readonly seed: number;
  readonly leastRows: number;
  readonly leastSubjects: number;
}

/** Bins of all codes of all records. */
export function binSpace(space: CodeSpace, data: readonly RecordCodes[]): CodeBins[][] {
  return space.map((spec, record) =>
    spec.variables.map((one, variable) => {
      const codes = defined(data[record]?.codes[variable], 'variable has codes');
      return binCodes(one, countCodes(codes, one.cardinality));
    }),
  );
}

/** What a variable may depend on: earlier variables of its row, all of the rows in view. */
export function candidatesOf(
  space: CodeSpace,
  spec: RecordSpec,
  variable: number,
): readonly FeatureRef[] {
  return spec.views.flatMap((view, index) => {
    const all = variable < view.from ? 0 : (space[view.record]?.variables.length ?? 0);
    const count = index === 0 ? variable : all;
    return Array.from({ length: count }, (_, at) => ({ view: index, variable: at }));
  });
}

/** Gathers a feature over rows of a record. */
export function gatherFeature(
  plan: TreePlan,
  record: number,
  of: { readonly feature: FeatureRef; readonly rows: Int32Array },
): FeatureColumn {
  const { feature, rows } = of;
  const spec = defined(plan.space[record], 'record exists');
  const source = feature.view === 0 ? record : defined(spec.views[feature.view], 'view').record;
  const own = defined(plan.bins[source]?.[feature.variable], 'variable has bins');
  const codes = defined(plan.data[source]?.codes[feature.variable], 'variable has codes');
  const bins = new Uint8Array(rows.length);
  if (feature.view === 0) gatherOwn(bins, { codes, map: own.of, rows });
  else {
    const view = defined(plan.data[record]?.views[feature.view], 'view has rows');
    gatherShown(bins, { codes, map: own.of, rows, view });
  }
  return { bins, count: own.bins, specials: own.specials };
}

interface Source {
  readonly codes: Uint16Array;
  readonly map: Uint8Array;
  readonly rows: Int32Array;
}

function gatherOwn(bins: Uint8Array, { codes, map, rows }: Source): void {
  for (let at = 0; at < rows.length; at += 1) {
    bins[at] = map[codes[rows[at] as number] as number] as number;
  }
}

/** Where a view shows nothing, every code is 0. */
function gatherShown(
  bins: Uint8Array,
  { codes, map, rows, view }: Source & { readonly view: Int32Array },
): void {
  const absent = map[0] as number;
  for (let at = 0; at < rows.length; at += 1) {
    const shown = view[rows[at] as number] as number;
    bins[at] = shown < 0 ? absent : (map[codes[shown] as number] as number);
  }
}
