import { defined } from '../core/invariant.ts';
import type { RelationField } from '../encoders/field.ts';
import type { Births } from '../sequences/activity-graph.ts';
import { timesOf } from '../sequences/table-store.ts';
import { birthIndex } from './births.ts';
import type { LearnedDomain } from './learn-domains.ts';
import { setCode } from './record-codes.ts';
import {
  type ActivityWalk,
  closeRow,
  encodeMark,
  encodeRatios,
  encodeRelation,
  openRow,
  showName,
  type TableWalk,
} from './table-walk.ts';

/** A row while it is encoded. */
export interface RowWalk extends ActivityWalk {
  readonly slot: number;
  readonly latest: readonly number[];
  readonly births: Births;
}

/** Encodes the rows of all tables, field by field. */
export class RowEncoder {
  readonly #tables: ReadonlyMap<string, TableWalk>;
  readonly #domains: readonly LearnedDomain[];

  constructor(tables: ReadonlyMap<string, TableWalk>, domains: readonly LearnedDomain[]) {
    this.#tables = tables;
    this.#domains = domains;
  }

  /** Encodes a row whose frame is open, and the rows that are born with it. */
  encode(table: TableWalk, row: number, of: RowWalk): void {
    const { walk, left } = of;
    const { met, subject } = walk;
    encodeRatios(table, row, { left, met, demands: this.#demandsOf(subject) });
    const place = { row, subject, lag1: table.past.last, lag2: table.past.beforeLast, met };
    for (const [index, field] of table.story.fields.entries()) {
      table.fields[index]?.(place);
      if (field.type === 'identity') showName(table, row, index);
      if (field.type === 'relation') this.#encodeRelation(table, row, { ...of, field });
      if (field.type === 'mark') {
        encodeMark(field, row, { table, target: this.#targetOf(table, field.relation) });
      }
    }
  }

  #targetOf(table: TableWalk, relation: number): TableWalk {
    const name = table.store.layout.relations[relation]?.target ?? '';
    return defined(this.#tables.get(name), 'target is open');
  }

  #encodeRelation(
    table: TableWalk,
    row: number,
    of: RowWalk & { readonly field: RelationField },
  ): void {
    const { field, unborn, left, tables } = of;
    const { relation } = field;
    const target = this.#targetOf(table, relation);
    const [own, at] = [tables.indexOf(table), tables.indexOf(target)];
    const child = of.births[own]?.[relation]?.[row] ?? -1;
    const time = timesOf(table.store)[row] ?? Number.NaN;
    const { births } = of.scope;
    const bear = () => {
      openRow(target, child, of);
      setCode(target.codes, target.story.offset, child, 0);
      this.encode(target, child, of);
      closeRow(target, child, of.slot);
    };
    encodeRelation(field, row, {
      table,
      target,
      time,
      unborn,
      birthOf: (profile) => birthIndex(births, at, profile),
      left,
      bear: child < 0 ? null : bear,
    });
  }

  #demandsOf(subject: number): readonly number[] {
    if (this.#demands.subject !== subject) {
      const byDomain = this.#domains.map((one) =>
        one.demands.reduce((sum, group) => sum + (group[subject] as number), 0),
      );
      this.#demands = { subject, byDomain };
    }
    return this.#demands.byDomain;
  }

  #demands: { readonly subject: number; readonly byDomain: readonly number[] } = {
    subject: -1,
    byDomain: [],
  };
}
