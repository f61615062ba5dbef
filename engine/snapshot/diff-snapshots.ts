import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../core/row.ts';
import { readManifest, type SnapshotManifest, tableFiles } from './manifest.ts';
import { snapshotRows } from './read-snapshot.ts';

/** Something in which two snapshots differ. */
export interface SnapshotDifference {
  /** A fact, a file, or a table. */
  readonly place: string;
  readonly problem: string;
}

const FACTS = ['entwine', 'scenario', 'seed', 'engine', 'excelSafe', 'schema'] as const;

/**
 * Compares two snapshots: facts, files, rows, and by table the first row that differs.
 *
 * Rows are compared only where the digests differ, and never printed: they may be original ones.
 */
export async function diffSnapshots(
  one: string,
  other: string,
): Promise<readonly SnapshotDifference[]> {
  const [left, right] = [await readManifest(one), await readManifest(other)];
  const side = { directory: one, manifest: left };
  const otherSide = { directory: other, manifest: right };
  const differences = [...factDifferences(left, right)];
  const names = new Set([...Object.keys(left.tables), ...Object.keys(right.tables)]);
  for (const name of names) {
    const [rows, others] = [left.tables[name], right.tables[name]];
    if (rows === undefined || others === undefined) {
      const missing = rows === undefined ? 'first' : 'second';
      differences.push({ place: name, problem: `is not in the ${missing}` });
      continue;
    }
    if (rows !== others) differences.push({ place: name, problem: `${rows} rows, ${others} rows` });
    for await (const found of fileDifferences(name, side, otherSide)) {
      differences.push(found);
    }
  }
  return differences;
}

/** A snapshot and what it says of itself. */
interface Side {
  readonly directory: string;
  readonly manifest: SnapshotManifest;
}

async function* fileDifferences(
  name: string,
  left: Side,
  right: Side,
): AsyncGenerator<SnapshotDifference> {
  const { csv, parquet } = tableFiles(name);
  if (digestOf(left.manifest, csv) !== digestOf(right.manifest, csv)) {
    const problem = await firstDifference(
      snapshotRows(left.directory, left.manifest)(name),
      snapshotRows(right.directory, right.manifest)(name),
    );
    yield { place: csv, problem };
  }
  if (digestOf(left.manifest, parquet) !== digestOf(right.manifest, parquet)) {
    yield { place: parquet, problem: 'another sha256' };
  }
}

function* factDifferences(
  left: SnapshotManifest,
  right: SnapshotManifest,
): Generator<SnapshotDifference> {
  for (const fact of FACTS) {
    if (isDeepStrictEqual(left[fact], right[fact])) continue;
    const shown = fact === 'schema' ? 'differs' : `${left[fact]}, ${right[fact]}`;
    yield { place: fact, problem: shown };
  }
}

function digestOf(manifest: SnapshotManifest, path: string): string | undefined {
  return manifest.files.find((file) => file.path === path)?.sha256;
}

async function firstDifference(
  left: AsyncIterable<readonly Row[]>,
  right: AsyncIterable<readonly Row[]>,
): Promise<string> {
  const others = eachRow(right);
  let row = 0;
  try {
    for await (const mine of eachRow(left)) {
      row += 1;
      const step = await others.next();
      if (step.done === true) return `row ${row} is in the first only`;
      if (!isDeepStrictEqual(mine, step.value)) return `row ${row} is the first to differ`;
    }
    const step = await others.next();
    return step.done === true
      ? 'equal rows, written otherwise'
      : `row ${row + 1} is in the second only`;
  } finally {
    await others.return(undefined);
  }
}

async function* eachRow(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const rows of batches) yield* rows;
}
