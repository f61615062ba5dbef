import type { Row } from '../../engine/core/row.ts';
import type { TableRows } from '../../engine/pipeline/ports.ts';

/** Puts the rows of shards together, table by table, in the order of the shards. */
export function gatherShards(shards: readonly TableRows[]): Map<string, Row[]> {
  const rows = new Map<string, Row[]>();
  for (const shard of shards) {
    for (const [name, list] of shard) rows.set(name, [...(rows.get(name) ?? []), ...list]);
  }
  return rows;
}
