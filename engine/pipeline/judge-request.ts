import { createHash } from 'node:crypto';
import { createRandom } from '../core/random.ts';
import type { Row, RowSource } from '../core/row.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import { checkIntegrity } from '../schema/integrity.ts';
import { brokenLaws, type IntegrityExample } from '../schema/integrity-findings.ts';
import { SUBJECT_KEY } from '../schema/subject-key.ts';
import { columnIndex } from '../schema/table-schema.ts';
import { countWrongCommunityIds } from './community-id-check.ts';
import { generateShard } from './generate.ts';
import { type GenerationPlan, planGeneration, referenceRows } from './plan-generation.ts';
import type { CommunityId, TableRows } from './ports.ts';
import type { Generator } from './train.ts';

/** A request as it is drawn; `order` 0 takes the shards as they come, any other shuffles them. */
export interface DrawnRequest {
  readonly seed: number;
  readonly subjects: number;
  readonly shardSize: number;
  readonly order: number;
}

/** What one request's rows came to. */
export interface RequestFindings {
  readonly rows: number;
  /** Rows by table; tables without rows may be left out. */
  readonly tables: Readonly<Record<string, number>>;
  readonly subjects: number;
  /** How often each law was broken; those that hold are left out. */
  readonly broken: Readonly<Record<string, number>>;
  readonly examples: readonly IntegrityExample[];
}

/**
 * Generates what a request asks for, twice, and checks every invariant on the rows.
 *
 * The second time the shards are drawn in the request's order and from a copy of the plan, as
 * worker threads would draw them: the rows must be the same.
 *
 * @param communityId recomputes the hash of linked rows, as generation does
 */
export async function judgeRequest(
  generator: Generator,
  request: DrawnRequest,
  communityId: CommunityId,
): Promise<RequestFindings> {
  const { seed, subjects, shardSize } = request;
  const plan = planGeneration(generator, { seed, subjects, shardSize });
  const shards = drawShards(generator, plan, communityId);
  const rows = gathered(generator.schema, [referenceRows(generator, plan), ...shards.values()]);
  const findings = await checkIntegrity({ schema: generator.schema, rows: oneBatch(rows) });
  const again = structuredClone(plan);
  const shuffled = drawShards(generator, again, communityId, request.order);
  const counts = {
    ...Object.fromEntries(brokenLaws(findings).map((law) => [law, findings.laws[law]])),
    subjectsMissing: Math.abs(findings.subjects - subjects),
    tablesUnknown: [...rows.keys()].filter((name) => !isTable(generator.schema, name)).length,
    communityIdsWrong: countWrongCommunityIds(generator.schema, rows, communityId),
    shardsDependOnOrder: countDifferences(shards, shuffled),
    referencesDiffer:
      digest(referenceRows(generator, plan)) === digest(referenceRows(generator, again)) ? 0 : 1,
  };
  return {
    rows: [...rows.values()].reduce((sum, list) => sum + list.length, 0),
    tables: findings.rows,
    subjects: findings.subjects,
    broken: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    examples: findings.examples,
  };
}

function drawShards(
  generator: Generator,
  plan: GenerationPlan,
  communityId: CommunityId,
  order = 0,
): ReadonlyMap<number, TableRows> {
  const shards = Array.from({ length: plan.shards }, (_, shard) => shard);
  if (order !== 0) createRandom(order, 'verify').shuffle(shards);
  return new Map(
    shards.map((shard) => [shard, generateShard(generator, plan, shard, { communityId })]),
  );
}

/** Puts the parts of each table together as a snapshot would: by subject, else as they came. */
function gathered(
  schema: DatabaseSchema,
  parts: readonly TableRows[],
): ReadonlyMap<string, readonly Row[]> {
  const names = new Set([
    ...schema.tables.map((table) => table.name),
    ...parts.flatMap((part) => [...part.keys()]),
  ]);
  return new Map(
    [...names].map((name) => {
      const rows = parts.flatMap((part) => part.get(name) ?? []);
      const isOwned = isTable(schema, name) && tableNamed(schema, name).role !== 'reference';
      if (!isOwned) return [name, rows];
      const position = columnIndex(tableNamed(schema, name), SUBJECT_KEY);
      return [name, rows.sort((left, right) => Number(left[position]) - Number(right[position]))];
    }),
  );
}

function isTable(schema: DatabaseSchema, name: string): boolean {
  return schema.tables.some((table) => table.name === name);
}

function oneBatch(rows: ReadonlyMap<string, readonly Row[]>): RowSource {
  return async function* (table) {
    yield rows.get(table) ?? [];
  };
}

function countDifferences(
  left: ReadonlyMap<number, TableRows>,
  right: ReadonlyMap<number, TableRows>,
): number {
  const shards = [...left.keys()];
  return shards.filter((shard) => digest(left.get(shard)) !== digest(right.get(shard))).length;
}

function digest(rows: TableRows | undefined): string {
  const hash = createHash('sha256');
  for (const [table, list] of rows ?? []) {
    hash.update(`${table}\n`);
    for (const row of list) hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}
