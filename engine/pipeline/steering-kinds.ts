import { ScenarioError } from '../core/errors.ts';
import type { Value } from '../core/row.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { LATENT } from '../sampler/latents.ts';
import type { Adjustment } from '../sampler/steer-model.ts';
import type { Story } from '../sampler/story.ts';
import { MISSING } from '../sequences/codes.ts';

/** A column that says what a row is: the kind of its activity decides it. */
export interface TypeColumn {
  /** `table.column`. */
  readonly name: string;
  readonly table: string;
  readonly story: Story;
}

/**
 * The adjustments that leave only rows of these types: no other kind of activity happens.
 *
 * @throws ScenarioError if no kind of activity has rows of these types alone
 */
export function fixTypes(column: TypeColumn, types: readonly Value[]): readonly Adjustment[] {
  const wanted = new Set(types.map(String));
  const found = new Set<string>();
  const adjustments = column.story.scopes.flatMap((scope) => {
    const table = scope.tables.indexOf(column.table);
    return scope.kinds.flatMap((kind, at) => {
      const own = kind.types.filter((_, slot) => kind.slots[slot] === table).map(String);
      if (own.every((one) => wanted.has(one))) {
        for (const one of own) found.add(one);
        return [];
      }
      const stats = scope.counts[at];
      const none = stats?.exact.includes(0) ? numericEncoder(stats).encode(0) : MISSING;
      return [{ record: scope.latentRecord, variable: LATENT.counts + at, allowed: [none] }];
    });
  });
  const absent = [...wanted].find((one) => !found.has(one));
  if (absent === undefined) return adjustments;
  const possible = typesOf(column).join(', ');
  throw new ScenarioError(`${column.name}: no such value: ${absent}; possible: ${possible}`, {
    column: column.name,
    possible: typesOf(column),
  });
}

/** Types that rows have in activities without rows of other types of the table. */
function typesOf({ table, story }: TypeColumn): readonly string[] {
  const types = story.scopes.flatMap((scope) => {
    const at = scope.tables.indexOf(table);
    return scope.kinds.flatMap((kind) => {
      const own = new Set(kind.types.filter((_, slot) => kind.slots[slot] === at).map(String));
      return own.size === 1 ? [...own] : [];
    });
  });
  return [...new Set(types)].sort();
}
