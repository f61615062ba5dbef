import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { SynthesisError } from '../core/errors.ts';
import { checkIntegrity } from '../schema/integrity.ts';
import { brokenLaws } from '../schema/integrity-findings.ts';
import { digestFile } from './digested-file.ts';
import {
  MANIFEST_FILE,
  readManifest,
  SCHEMA_FILE,
  type SnapshotManifest,
  tableFiles,
} from './manifest.ts';
import { snapshotRows } from './read-snapshot.ts';

/** Something in a snapshot that is not as its manifest says. */
export interface SnapshotFinding {
  /** A file, or a table. */
  readonly place: string;
  readonly problem: string;
}

/**
 * Checks a snapshot: its files and their digests, its counts of rows, and the laws of its schema.
 *
 * Memory holds the keys of the reference tables and the rows of one subject.
 *
 * @returns nothing where the snapshot is sound
 */
export async function verifySnapshot(directory: string): Promise<readonly SnapshotFinding[]> {
  const manifest = await readManifest(directory).catch((error: unknown) => {
    if (error instanceof SynthesisError) return finding(MANIFEST_FILE, error.message);
    throw error;
  });
  if ('problem' in manifest) return [manifest];
  const files = await fileFindings(directory, manifest);
  if (files.length > 0) return files;
  return [
    ...(await parquetFindings(directory, manifest)),
    ...(await integrityFindings(directory, manifest)),
  ];
}

/** Missing and foreign files, sizes and digests. */
async function fileFindings(
  directory: string,
  manifest: SnapshotManifest,
): Promise<SnapshotFinding[]> {
  const found = await readdir(directory);
  const listed = manifest.files.map((file) => file.path);
  const wanted = manifest.schema.tables.flatMap(({ name }) => Object.values(tableFiles(name)));
  const known = new Set([MANIFEST_FILE, ...listed]);
  const findings = [
    ...[SCHEMA_FILE, ...wanted]
      .filter((name) => !listed.includes(name))
      .map((name) => finding(MANIFEST_FILE, `does not list ${name}`)),
    ...found
      .filter((name) => !known.has(name))
      .sort()
      .map((name) => finding(name, 'is not of this snapshot')),
  ];
  for (const file of manifest.files) {
    if (!found.includes(file.path)) {
      findings.push(finding(file.path, 'is missing'));
      continue;
    }
    const { bytes, sha256 } = await digestFile(join(directory, file.path));
    if (bytes !== file.bytes) {
      findings.push(finding(file.path, `has ${bytes} bytes, not ${file.bytes}`));
    } else if (sha256 !== file.sha256) findings.push(finding(file.path, 'has another sha256'));
  }
  return findings;
}

/** Rows of each Parquet file, by its own footer. */
async function parquetFindings(
  directory: string,
  manifest: SnapshotManifest,
): Promise<SnapshotFinding[]> {
  const findings: SnapshotFinding[] = [];
  for (const { name } of manifest.schema.tables) {
    const { parquet } = tableFiles(name);
    const file = await asyncBufferFromFile(join(directory, parquet));
    const rows = Number((await parquetMetadataAsync(file)).num_rows);
    const said = manifest.tables[name] ?? 0;
    if (rows !== said) findings.push(finding(parquet, `has ${rows} rows, not ${said}`));
  }
  return findings;
}

/** Rows of each CSV file, and the laws of the schema over all of them. */
async function integrityFindings(
  directory: string,
  manifest: SnapshotManifest,
): Promise<SnapshotFinding[]> {
  const { schema } = manifest;
  try {
    const found = await checkIntegrity({ schema, rows: snapshotRows(directory, manifest) });
    const counts = schema.tables.flatMap(({ name }) => {
      const [rows, said] = [found.rows[name] ?? 0, manifest.tables[name] ?? 0];
      return rows === said ? [] : [finding(name, `has ${rows} rows, not ${said}`)];
    });
    const laws = brokenLaws(found).map((law) => {
      const example = found.examples.find((one) => one.law === law);
      const where = `${example?.where} of ${JSON.stringify(example?.key)}`;
      return finding(example?.table ?? law, `${law}: ${found.laws[law]}, the first at ${where}`);
    });
    return [...counts, ...laws];
  } catch (error) {
    if (error instanceof SynthesisError) return [finding('rows', error.message)];
    throw error;
  }
}

function finding(place: string, problem: string): SnapshotFinding {
  return { place, problem };
}
