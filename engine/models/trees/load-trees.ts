import type { CodeSpace, RecordSpec } from '../code-space.ts';
import type { Guard } from '../guards.ts';
import type { SavedModel } from '../sequence-model.ts';
import { checkTree } from './check-tree.ts';
import { type GrownTree, LEAF, SUBSET } from './grown-tree.ts';
import { parseRecords } from './parse-records.ts';
import { LARGE_COUNT, type TreeRecord } from './save-trees.ts';
import { TensorReader } from './tensor-reader.ts';
import type { TreeParts } from './tree-parts.ts';

const MOST_NODES = 0x1000000;

/**
 * Opens saved trees; every number that drawing trusts is looked at once, here.
 *
 * @throws CheckpointMismatchError if anything does not fit the space
 */
export function loadTrees(space: CodeSpace, saved: SavedModel): TreeParts {
  const records = parseRecords(space, saved.record);
  const parts = space.map((spec, record) =>
    loadRecord({ space, record, spec }, records[record] ?? [], saved),
  );
  return {
    trees: parts.map((one) => one.trees),
    guards: parts.map((one) => one.guards),
    bins: parts.map((one) => one.bins),
  };
}

interface RecordPlace {
  readonly space: CodeSpace;
  readonly record: number;
  readonly spec: RecordSpec;
}

function loadRecord(
  place: RecordPlace,
  records: readonly (TreeRecord | null)[],
  saved: SavedModel,
) {
  const { record, spec } = place;
  const reader = new TensorReader(saved.tensors, record);
  const bins = spec.variables.map((one) => ({ of: reader.bytes('bins', one.cardinality) }));
  const guards: Guard[][] = [];
  const trees = spec.variables.map((own, variable) => {
    const wanted = records[variable] ?? null;
    guards.push(wanted === null ? [] : readGuards(wanted, { reader, spec, variable }));
    if (wanted === null) return null;
    const tree = readTree(wanted, reader);
    checkTree(tree, { ...place, variable, cardinality: own.cardinality });
    return tree;
  });
  reader.finish();
  return { trees, guards, bins };
}

function readTree(wanted: TreeRecord, reader: TensorReader): GrownTree {
  if (wanted.nodes % 2 === 0 || wanted.nodes > MOST_NODES) throw reader.broken('nodes');
  const splits = reader.bytes('splits', wanted.nodes);
  const leaves = splits.reduce((sum, split) => sum + (split === LEAF ? 1 : 0), 0);
  if (2 * leaves - 1 !== wanted.nodes) throw reader.broken('leaves');
  const tests = reader.bytes('tests', leaves - 1);
  const subsets = tests.reduce((sum, test) => sum + (test === SUBSET ? 1 : 0), 0);
  if (subsets * 32 !== wanted.subsets) throw reader.broken('subsets');
  return {
    features: wanted.features.map(([view, variable]) => ({ view, variable })),
    splits,
    tests,
    subsets: reader.bytes('subsets', wanted.subsets),
    sizes: reader.shorts('sizes', leaves),
    codes: reader.shorts('codes', wanted.entries),
    counts: readCounts(reader, wanted.entries),
  };
}

function readCounts(reader: TensorReader, entries: number): Int32Array {
  const small = reader.bytes('counts', entries);
  const escaped = small.reduce((sum, one) => sum + (one === LARGE_COUNT ? 1 : 0), 0);
  const large = reader.ints('large', escaped);
  let next = 0;
  return Int32Array.from(small, (one) => (one === LARGE_COUNT ? Number(large[next++]) : one));
}

function readGuards(
  wanted: TreeRecord,
  of: { readonly reader: TensorReader; readonly spec: RecordSpec; readonly variable: number },
): Guard[] {
  const { reader, spec } = of;
  const own = spec.variables[of.variable]?.cardinality ?? 0;
  return wanted.guards.map(([variable, width]) => {
    const other = spec.variables[variable]?.cardinality ?? 0;
    if (variable >= of.variable || width !== own || other > GUARD_CODES) {
      throw reader.broken('guards');
    }
    const seen = reader.bytes('guards', Math.ceil((GUARD_CODES * width) / 8));
    return { variable, width, seen };
  });
}

/** Codes of the earlier variable that a guard has room for. */
const GUARD_CODES = 64;
