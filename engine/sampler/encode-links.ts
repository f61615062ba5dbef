import { defined } from '../core/invariant.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { RecencyList } from '../sequences/recency.ts';
import { cellAt } from './encode-fields.ts';
import { setCode, show } from './record-codes.ts';
import { LINK_VIEW, relationsOf } from './row-views.ts';
import type { ScopeStory } from './story.ts';
import type { TableWalk } from './table-walk.ts';
import { tieCode, tieEdge, tupleColumns } from './tie.ts';

/** The rows of an activity whose slots are linked. */
export interface LinkedRows {
  readonly kind: ScopeStory['kinds'][number];
  /** By slot. */
  readonly rows: readonly number[];
  /** By position in the scope. */
  readonly tables: readonly TableWalk[];
  readonly all: ReadonlyMap<string, TableWalk>;
}

/** How the slot's tuple repeats that of the earlier slot to which it is linked. */
export function tieOf(scope: ScopeStory, of: LinkedRows & { readonly slot: number }): number {
  const { kind } = of;
  const edge = tieEdge(kind, of.slot);
  const tuple =
    edge && of.all.get(scope.links[edge.link]?.table ?? '')?.store.layout.table.endpointTuple;
  if (!edge || !tuple) return 0;
  const cells = (slot: number) => {
    const { store } = defined(of.tables[kind.slots[slot] as number], 'table is open');
    return tupleColumns(store.layout.table, tuple).map((column) =>
      cellAt(defined(store.columns[column], 'column was read'), of.rows[slot] as number),
    );
  };
  return tieCode(cells(of.slot), cells(edge.other));
}

/** Encodes the links of an activity, each with its two ends in view. */
export function encodeLinks(
  scope: ScopeStory,
  of: LinkedRows & {
    readonly at: number;
    readonly activities: ScopeActivities;
    readonly layout: GenerationLayout;
    /** By domain: names that link rows have met. */
    readonly met: readonly RecencyList[];
  },
): void {
  const { activities, layout, met } = of;
  if (of.kind.links.length === 0) return;
  const base = activities.linkOffsets[of.at] as number;
  const named = relationsOf(layout, scope);
  for (const [index, edge] of of.kind.links.entries()) {
    const row = activities.linkRows[base + index] as number;
    const table = defined(of.all.get(scope.links[edge.link]?.table ?? ''), 'link is open');
    setCode(table.codes, 0, row, FIRST);
    show(table.codes, LINK_VIEW.from, row, of.rows[edge.from] ?? -1);
    show(table.codes, LINK_VIEW.to, row, of.rows[edge.to] ?? -1);
    show(table.codes, LINK_VIEW.activity, row, of.at);
    for (const [view, one] of named.entries()) {
      const slot = [edge.from, edge.to].find((two) => of.kind.slots[two] === one.table) ?? -1;
      const end = of.rows[slot] ?? -1;
      const parent = of.tables[one.table]?.named[one.relation]?.[end] ?? -1;
      show(table.codes, LINK_VIEW.named + view, row, parent);
    }
    const subject = table.store.subjects[row] as number;
    table.codes.subjects[row] = subject;
    for (const encode of table.fields) encode?.({ row, subject, lag1: -1, lag2: -1, met });
  }
}

/** Link rows of no activity: without their ends, lest a model learns that their cells are empty. */
export function encodeLostLinks(
  all: ReadonlyMap<string, TableWalk>,
  met: readonly RecencyList[],
): void {
  for (const { store, codes, fields } of all.values()) {
    if (store.layout.table.role !== 'link') continue;
    for (let row = 0; row < store.rows; row += 1) {
      if (codes.codes[0]?.[row] !== 0) continue;
      const subject = store.subjects[row] as number;
      setCode(codes, 0, row, FIRST);
      codes.subjects[row] = subject;
      for (const encode of fields) encode?.({ row, subject, lag1: -1, lag2: -1, met });
    }
  }
}
