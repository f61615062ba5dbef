import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import type { Sample } from '../encoders/encoder.ts';
import { PrivateHistograms } from '../encoders/private-histogram.ts';
import {
  knownLabels,
  type NumberDomain,
  privateLabels,
  privateNumbers,
  unknownNumbers,
} from '../encoders/private-sample.ts';
import type { KnownValues } from '../encoders/public-values.ts';
import type { ValuesSpent } from '../models/privacy/split-budget.ts';
import { valueNoise } from '../models/privacy/value-noise.ts';
import type { PrivacyBudget } from '../models/sequence-model.ts';
import { type ColumnKind, type ColumnSchema, isNumericKind } from '../schema/column.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import type { DomainPlan } from './domain-plan.ts';

/** What values and bounds may spend of a budget. */
export interface ValuePrivacy extends PrivacyBudget {
  /** Noise; nobody who sees the generator may know the stream. */
  readonly random: Random;
}

/** A column that is counted. */
export interface CountedColumn {
  readonly table: TableLayout;
  readonly schema: ColumnSchema;
  /** True where its quotient by another column is counted. */
  readonly isRatio?: boolean;
}

/** What a law of a timeline may hold: times before their anchor, or counts. */
export type TimelineLaw = 'total' | 'start' | 'span' | 'gaps' | 'offset';

type Label = Exclude<Value, null>;

/** Values that count of a subject in a column. */
const MOST_VALUES = 16;
/** Histograms of a column of numbers: its values and its cells. */
const OF_NUMBERS = 2;
/** Laws of a scope's timeline: activities in all, start, span, gaps. */
const OF_TIMELINE = 4 * OF_NUMBERS;
const PORTS = [0, 65_536] as const;
const SIGNED: readonly ColumnKind[] = ['real', 'time'];
/** Activities of a timeline, where nothing is known of their number: 65,535 at most. */
const COUNT_OCTAVES = 16;

/**
 * Replaces the values of columns by values that were counted with noise, so that what an encoder
 * learns shows no subject.
 *
 * A reference table's rows belong to no subject: it keeps what is public, without a look at it.
 */
export class ValueProtection {
  readonly #histograms: PrivateHistograms;
  readonly #known: KnownValues;
  readonly #k: number;
  readonly #budget: PrivacyBudget;
  readonly #planned: number;

  constructor(
    of: { readonly layout: GenerationLayout; readonly plan: DomainPlan; readonly k: number },
    known: KnownValues,
    { random, ...budget }: ValuePrivacy,
  ) {
    this.#planned = countHistograms(of.layout, of.plan);
    const noise = valueNoise({ budget, histograms: this.#planned, most: MOST_VALUES });
    this.#histograms = new PrivateHistograms(noise, random, this.#planned);
    this.#known = known;
    this.#k = of.k;
    this.#budget = budget;
  }

  /** Labels of a column; rows of a subject stand together. */
  labels<T extends Label>(column: CountedColumn, sample: Sample<T>): Sample<T> {
    const { table, schema } = column;
    const known = this.#knownOf(column);
    if (table.subject < 0 || schema.kind === 'boolean') return knownLabels(known as T[], this.#k);
    const counted = { histograms: this.#histograms, name: nameOf(column), known: known as never[] };
    return privateLabels(sample as Sample<never>, counted, this.#k);
  }

  /** Numbers of a column. */
  numbers(column: CountedColumn, sample: Sample<number>): Sample<number> {
    const { table, schema } = column;
    const domain: NumberDomain = {
      isWhole: schema.kind !== 'real' && column.isRatio !== true,
      isSigned: SIGNED.includes(schema.kind),
      k: this.#k,
      ...(schema.kind === 'port' ? { range: PORTS } : {}),
    };
    if (table.subject < 0) return unknownNumbers(domain);
    const known = this.#knownOf(column).map(Number).filter(Number.isFinite);
    return this.#numbers(nameOf(column), sample, { domain, known });
  }

  /** Microseconds or counts of the timelines below a table, or of the rows of one on them. */
  timeline(table: string, law: TimelineLaw, sample: Sample<number>): Sample<number> {
    const isSigned = law === 'start' || law === 'offset';
    const base: NumberDomain = { isWhole: true, isSigned, k: this.#k };
    const domain = law === 'total' ? { ...base, octaves: COUNT_OCTAVES } : base;
    return this.#numbers(`${law} ${table}`, sample, { domain, known: [] });
  }

  spent(): ValuesSpent {
    const { deviation, threshold } = this.#histograms.noise;
    return { ...this.#budget, histograms: this.#planned, deviation, threshold };
  }

  #numbers(
    name: string,
    sample: Sample<number>,
    of: { readonly domain: NumberDomain; readonly known: readonly number[] },
  ): Sample<number> {
    const column = { histograms: this.#histograms, name, known: of.known };
    return privateNumbers(sample, column, of.domain);
  }

  #knownOf({ table, schema }: CountedColumn): readonly Label[] {
    if (schema.kind === 'boolean') return [false, true];
    return this.#known(table.table.name, schema.name, schema.kind);
  }
}

function nameOf({ table, schema }: CountedColumn): string {
  return `${table.table.name}.${schema.name}`;
}

/** Histograms at most that a schema needs: never a question to the data. */
function countHistograms(layout: GenerationLayout, plan: DomainPlan): number {
  const columns = [...layout.tables.values()].flatMap((table) =>
    table.subject < 0
      ? []
      : [...table.table.columns.entries()].map(([at, schema]) => {
          const isName = plan.ofColumn(table, at) >= 0 || isKey(table, at);
          return isName ? 0 : histogramsOf(schema);
        }),
  );
  const timelines = layout.scopes.map((one) => OF_TIMELINE + OF_NUMBERS * one.tables.length);
  return [...columns, ...timelines].reduce((sum, one) => sum + one, 0);
}

function isKey(table: TableLayout, column: number): boolean {
  const keys = [table.subject, table.key, table.time, ...table.contextColumns];
  return keys.includes(column) || table.relations.some((one) => one.columns.includes(column));
}

function histogramsOf({ kind }: ColumnSchema): number {
  if (kind === 'boolean' || kind === 'guid') return 0;
  return isNumericKind(kind) ? OF_NUMBERS : 1;
}
