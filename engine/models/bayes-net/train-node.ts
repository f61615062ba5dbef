import { defined } from '../../core/invariant.ts';
import type { CodeSpace, RecordCodes, RecordSpec, VariableSpec } from '../code-space.ts';
import { type Guard, guardsOf } from '../guards.ts';
import type { ModelOptions } from '../sequence-model.ts';
import { type BackOffLevel, countLevel } from './back-off-table.ts';
import type { ParentChooser, ParentRef } from './choose-parents.ts';
import { type Coarsening, coarsen } from './coarsen.ts';

/** A variable's parents, the strongest first, and its counts with 0, 1, … of them. */
export interface Node {
  readonly parents: readonly ParentRef[];
  readonly cardinalities: readonly number[];
  readonly levels: readonly BackOffLevel[];
  /** By parent: groups of its codes, null where the code itself counts. */
  readonly maps: readonly (Uint8Array | null)[];
  readonly guards: readonly Guard[];
}

/** A variable whose counts are wanted. */
export interface NodeTask {
  readonly chooser: ParentChooser;
  readonly space: CodeSpace;
  readonly data: readonly RecordCodes[];
  readonly record: number;
  readonly variable: number;
  readonly options: ModelOptions;
  readonly rows: Int32Array;
  readonly groups: Groups;
}

/** Chooses a variable's parents and counts its codes in their contexts. */
export function trainNode(task: NodeTask): Node {
  const { space, data, record, variable, options } = task;
  const spec = defined(space[record], 'record exists');
  const own = defined(spec.variables[variable], 'variable exists');
  const codes = defined(data[record], 'record has codes');
  const parents = task.chooser.choose(variable);
  const rows = rowsWhere(task.rows, codes, own);
  const target = gather(codes.codes[variable], null, rows);
  const cardinalities = parents.map((one) =>
    cardinalityOf({ space, spec, groups: task.groups }, one),
  );
  let contexts = new Float64Array(rows.length);
  const size = { cardinality: own.cardinality, minSupport: 1 };
  const levels = [countLevel(contexts, target, size)];
  for (const [index, parent] of parents.entries()) {
    const source = data[spec.views[parent.view]?.record ?? record];
    const view = parent.view === 0 ? null : (codes.views[parent.view] ?? null);
    const values = gather(source?.codes[parent.variable], view, rows);
    const map = groupsOfParent({ spec, groups: task.groups }, parent);
    if (map !== null) for (const [at, code] of values.entries()) values[at] = map[code] as number;
    const width = defined(cardinalities[index], 'parent has a cardinality');
    for (let row = 0; row < rows.length; row += 1) {
      contexts[row] = (contexts[row] as number) * width + (values[row] as number);
    }
    const minSupport = index === 0 ? 1 : options.leastRows;
    levels.push(countLevel(contexts, target, { ...size, minSupport }));
  }
  contexts = new Float64Array(0);
  const maps = parents.map((one) => groupsOfParent({ spec, groups: task.groups }, one));
  return { parents, cardinalities, levels, maps, guards: guardsOf(spec, codes, variable) };
}

/** Groups of codes, by record and variable. */
export type Groups = readonly (readonly (Coarsening | null)[])[];

/** Groups of the codes of a record's variables. */
export function groupsOf(spec: RecordSpec, data: RecordCodes | undefined): (Coarsening | null)[] {
  return spec.variables.map((one, variable) => {
    const counts = new Float64Array(one.cardinality);
    for (const code of data?.codes[variable] ?? []) counts[code] = (counts[code] ?? 0) + 1;
    return coarsen(one, counts);
  });
}

/** Groups of a parent's codes, null where the code itself counts. */
export function groupsOfParent(
  of: { readonly spec: RecordSpec; readonly groups: Groups },
  one: ParentRef,
): Uint8Array | null {
  if (!one.coarse) return null;
  return of.groups[of.spec.views[one.view]?.record ?? 0]?.[one.variable]?.groups ?? null;
}

function rowsWhere(rows: Int32Array, codes: RecordCodes, own: VariableSpec): Int32Array {
  const { when } = own;
  if (when === undefined) return rows;
  const gate = codes.codes[when.variable];
  return rows.filter((row) => when.codes.includes(gate?.[row] ?? 0));
}

function gather(
  codes: Uint16Array | undefined,
  view: Int32Array | null,
  rows: Int32Array,
): Uint16Array {
  const values = new Uint16Array(rows.length);
  if (codes === undefined) return values;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as number;
    const at = view === null ? row : (view[row] as number);
    values[index] = at < 0 ? 0 : (codes[at] as number);
  }
  return values;
}

/** Number of codes, or groups, of a parent. */
export function cardinalityOf(
  of: { readonly space: CodeSpace; readonly spec: RecordSpec; readonly groups: Groups },
  one: ParentRef,
): number {
  const record = of.spec.views[one.view]?.record ?? 0;
  const groups = of.groups[record]?.[one.variable];
  if (one.coarse && groups) return groups.count;
  return of.space[record]?.variables[one.variable]?.cardinality ?? 1;
}
