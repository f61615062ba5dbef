import { defined } from '../core/invariant.ts';
import { RANK, RELATION, type RelationField } from '../encoders/field.ts';
import { ratioCode } from '../sequences/pace.ts';
import { birthIndex } from './births.ts';
import type { DrawPlace } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import type { SeedReplay } from './seed-replay.ts';
import type { SeedRow } from './seed-script.ts';
import type { Activity, Timeline } from './subject-state.ts';
import type { TableDraw } from './table-draw.ts';

/** A seed's row whose key is entered. */
export interface ToldRelation {
  readonly told: SeedRow;
  readonly replay: SeedReplay;
  readonly table: TableDraw;
  readonly place: DrawPlace;
  readonly row: DrawnRow;
  readonly line: Timeline;
  readonly activity: Activity;
  /** Draws the row that appears with this one. */
  readonly bear: (told: SeedRow) => DrawnRow;
}

/** The row that a seed's key names, with the codes that say so; undefined if it is drawn later. */
export function replayRelation(
  field: RelationField,
  of: ToldRelation,
): DrawnRow | null | undefined {
  const { place, table, row, told, replay } = of;
  const { relation } = field;
  const number = told.parents[relation] ?? -1;
  const child = replay.script.rows[told.births[relation] ?? -1];
  if (number < 0) {
    place.enter(field.variable, RELATION.missing);
    return table.layout.relations[relation]?.relationship.required ? undefined : null;
  }
  const known = replay.drawn[number];
  if (known === undefined && child === undefined) {
    place.enter(field.variable, RELATION.later);
    replay.later.push({ row, relation, number });
    return undefined;
  }
  place.enter(field.variable, RELATION.there);
  const parent = known ?? of.bear(defined(child, 'row is born'));
  enterChoice(field, { ...of, parent, isBorn: known === undefined });
  return parent;
}

function enterChoice(
  field: RelationField,
  of: ToldRelation & { readonly parent: DrawnRow; readonly isBorn: boolean },
): void {
  const { place, table, line, parent, isBorn } = of;
  const lists = defined(table.lists[field.relation], 'relation has lists');
  const profile = lists.profileOf(parent.order);
  const among = field.profile < 0 ? lists.all : lists.of(profile);
  if (field.profile >= 0) place.enter(field.profile, profile);
  place.enter(field.known, ratioCode((among?.size ?? 0) - (isBorn ? 1 : 0), 0));
  const at = line.scope.tables.indexOf(parent.table);
  const sort = at < 0 ? -1 : birthIndex(line.scope.births, at, profile);
  const unborn = line.unborn[sort] ?? 0;
  place.enter(field.unborn, ratioCode(unborn, of.activity.left));
  place.enter(field.pending, ratioCode(unborn, 0));
  if (isBorn && sort >= 0) line.unborn[sort] = unborn - 1;
  const rank = among?.rankOf(parent.order, RANK.ranks) ?? 0;
  const code = rank === 0 ? RANK.older : RANK.first + rank - 1;
  place.enter(field.rank, isBorn ? RANK.born : code);
}
