import { defined } from '../core/invariant.ts';
import type { Sample } from '../encoders/encoder.ts';
import {
  analyzeNumeric,
  codesBySize,
  type NumericStats,
  numericEncoder,
  valuesByCode,
} from '../encoders/numeric-encoder.ts';
import type { VariableSpec } from '../models/code-space.ts';
import type { ScopeActivities } from '../sequences/activities.ts';
import { FIRST } from '../sequences/codes.ts';
import type { Scope } from '../sequences/generation-layout.ts';
import {
  PACE_CARDINALITY,
  PACE_VARIABLES,
  paceBounds,
  paceCode,
  remainingCode,
} from '../sequences/pace.ts';
import { type DatabaseStore, type TableStore, timesOf } from '../sequences/table-store.ts';
import type { LearnedBirths } from './births.ts';
import { type LatentLaws, latentStats } from './latents.ts';
import type { TimelineLaw, ValueProtection } from './protect-values.ts';
import type { ScopeStory } from './story.ts';

/** A scope's data beside what is known of it. */
export interface ScopeSource {
  readonly scope: Scope;
  readonly activities: ScopeActivities;
  readonly database: DatabaseStore;
  readonly k: number;
  readonly baseUs: number;
  /** Distinct names by domain, group and subject; empty below the root's scope. */
  readonly demands: readonly (readonly Int32Array[])[];
  readonly births: readonly LearnedBirths[];
  /** Counts values with noise; absent without a budget of differential privacy. */
  readonly protection?: ValueProtection;
}

/** Start of an owner's timeline is counted from here. */
export function anchorOf(owners: TableStore, row: number, baseUs: number): number {
  return timesOf(owners)[row] ?? baseUs;
}

/** First and last timed activity of an owner; null where it has none. */
export function timedRange(activities: ScopeActivities, owner: number): [number, number] | null {
  let [first, last] = [-1, -1];
  const to = activities.offsets[owner + 1] as number;
  for (let at = activities.offsets[owner] as number; at < to; at += 1) {
    if (Number.isNaN(activities.times[at])) continue;
    if (first < 0) first = at;
    last = at;
  }
  return first < 0 ? null : [first, last];
}

/** Learns how many activities an owner has, when they start, how long they go on, and the gaps. */
export function learnScope(source: ScopeSource) {
  const { scope, activities, k } = source;
  const store = defined(source.database.tables.get(scope.parent), 'owner table was read');
  const subjectOf = (owner: number) => store.subjects[owner] ?? owner;
  const perOwner = (
    value: (owner: number) => number | null,
    of: { readonly law?: TimelineLaw; readonly barriers?: readonly number[] } = {},
  ) => {
    const sample = { length: store.rows, value, subject: subjectOf };
    const { law, barriers = [] } = of;
    const told = law === undefined ? sample : protectedTimes(source, law, sample);
    return analyzeNumeric(told, { k, exactBelow: 2, barriers });
  };
  const byKind = countsByKind(activities, store.rows);
  const counts = byKind.map((one) => perOwner((owner) => one[owner] ?? 0));
  const all = (owner: number) =>
    (activities.offsets[owner + 1] as number) - (activities.offsets[owner] as number);
  const ranges = Array.from({ length: store.rows }, (_, one) => timedRange(activities, one));
  const isTimed = ranges.some((one) => one !== null);
  const time = (at: number) => activities.times[at] as number;
  const start = perOwner(
    (one) => {
      const range = ranges[one];
      return range ? time(range[0]) - anchorOf(store, one, source.baseUs) : null;
    },
    { law: 'start', barriers: [0] },
  );
  const length = (one: number) => {
    const range = ranges[one];
    return range ? time(range[1]) - time(range[0]) : null;
  };
  const span = perOwner(length, { law: 'span' });
  return {
    total: counts.length > 1 ? perOwner(all, { law: 'total' }) : null,
    counts,
    births: source.births.map(({ table, groups, counts }) => ({
      table,
      groups,
      laws: counts.map((one) => perOwner((owner) => one[owner] ?? 0)),
    })),
    start: isTimed ? integral(start) : null,
    span: isTimed ? integral(span) : null,
    gaps: isTimed ? gapsOf(source) : null,
    pace: paceBounds(countPaces(activities, ranges)),
    demands: source.demands.map((groups) =>
      groups.map((one) => perOwner((owner) => one[owner] ?? 0)),
    ),
  };
}

/** A law of the scope's timelines, counted with noise where there is a budget. */
function protectedTimes(source: ScopeSource, law: TimelineLaw, sample: Sample<number>) {
  return source.protection?.timeline(source.scope.parent, law, sample) ?? sample;
}

/** Activities by how many are left and how much time for each. */
function countPaces(
  activities: ScopeActivities,
  ranges: readonly ([number, number] | null)[],
): Int32Array[] {
  const counts = Array.from({ length: PACE_CARDINALITY }, () => new Int32Array(PACE_CARDINALITY));
  for (const [owner, range] of ranges.entries()) {
    if (range === null) continue;
    const end = activities.times[range[1]] as number;
    const to = activities.offsets[owner + 1] as number;
    for (let at = range[0] + 1; at <= range[1]; at += 1) {
      const room = end - (activities.times[at - 1] as number);
      const row = counts[remainingCode(to - at)];
      const code = paceCode(Number.isNaN(room) ? 0 : room, to - at);
      if (row !== undefined) row[code] = (row[code] as number) + 1;
    }
  }
  return counts;
}

function integral(stats: NumericStats): NumericStats {
  return { ...stats, step: Math.max(1, stats.step) };
}

/** Activities by kind and owner. */
export function countsByKind(activities: ScopeActivities, owners: number): Int32Array[] {
  const counts = activities.kinds.map(() => new Int32Array(owners));
  for (let owner = 0; owner < owners; owner += 1) {
    const to = activities.offsets[owner + 1] as number;
    for (let at = activities.offsets[owner] as number; at < to; at += 1) {
      const own = counts[activities.kindOf[at] as number];
      if (own !== undefined) own[owner] = (own[owner] as number) + 1;
    }
  }
  return counts;
}

function gapsOf(source: ScopeSource): NumericStats {
  const { activities } = source;
  const owners = ownersOf(activities);
  const store = defined(source.database.tables.get(source.scope.parent), 'owner table was read');
  const sample = {
    length: activities.times.length,
    value: (at: number) => {
      if (at === 0 || owners[at] !== owners[at - 1]) return null;
      const gap = (activities.times[at] as number) - (activities.times[at - 1] as number);
      return Number.isNaN(gap) ? null : gap;
    },
    subject: (at: number) => store.subjects[owners[at] as number] ?? at,
  };
  const told = protectedTimes(source, 'gaps', sample);
  return integral(analyzeNumeric(told, { k: source.k, exactBelow: 1, bins: 150 }));
}

/** Owner row of each activity. */
export function ownersOf(activities: ScopeActivities): Int32Array {
  const owners = new Int32Array(activities.times.length);
  for (let owner = 0; owner + 1 < activities.offsets.length; owner += 1) {
    owners.fill(owner, activities.offsets[owner], activities.offsets[owner + 1]);
  }
  return owners;
}

/** Law of the distance of a row's time from its activity's, for the tables of a scope. */
export function learnOffsets(source: ScopeSource, table: number): NumericStats {
  const { activities, scope } = source;
  const name = scope.tables[table] ?? '';
  const store = defined(source.database.tables.get(name), 'table was read');
  const times = timesOf(store);
  const values: number[] = [];
  const subjects: number[] = [];
  for (let at = 0; at < activities.times.length; at += 1) {
    const slots = activities.kinds[activities.kindOf[at] as number]?.slots ?? [];
    if (slots.length < 2) continue;
    for (const [slot, of] of slots.entries()) {
      const row = activities.slotRows[(activities.slotOffsets[at] as number) + slot] as number;
      if (of !== table || times.length === 0) continue;
      values.push((times[row] as number) - (activities.times[at] as number));
      subjects.push(store.subjects[row] as number);
    }
  }
  const order = [...values.keys()].sort((a, b) => (subjects[a] ?? 0) - (subjects[b] ?? 0) || a - b);
  const sample = {
    length: values.length,
    value: (at: number) => values[order[at] as number] ?? null,
    subject: (at: number) => subjects[order[at] as number] ?? 0,
  };
  const told = source.protection?.timeline(name, 'offset', sample) ?? sample;
  return integral(analyzeNumeric(told, { k: source.k, exactBelow: 1 }));
}

/** Variables of an owner's timeline, as `LATENT` orders them. */
export function latentVariables(learned: LatentLaws): VariableSpec[] {
  return latentStats(learned).map((stats, at) => ({
    name: `latent ${at}`,
    cardinality: stats === null ? FIRST : numericEncoder(stats).cardinality,
    order: stats === null ? [] : codesBySize(stats),
    given: stats === null,
    anchor: -1,
    guarded: false,
  }));
}

/** Variables of an activity: what its timeline knows of its speed, then kind and gap. */
export function activityVariables(learned: ReturnType<typeof learnScope>, kinds: number) {
  const given = PACE_VARIABLES.map((name) => ({
    name,
    cardinality: PACE_CARDINALITY,
    order: Array.from({ length: PACE_CARDINALITY - FIRST }, (_, at) => FIRST + at),
    given: true,
    anchor: -1,
    guarded: false,
  }));
  const kind = {
    name: 'kind',
    cardinality: FIRST + kinds,
    given: false,
    anchor: -1,
    guarded: false,
  };
  const gap = {
    name: 'gap',
    cardinality: learned.gaps === null ? FIRST : numericEncoder(learned.gaps).cardinality,
    order: learned.gaps === null ? [] : codesBySize(learned.gaps),
    given: learned.gaps === null,
    anchor: PACE_VARIABLES.length,
    guarded: false,
    ...(learned.gaps === null ? {} : { micros: valuesByCode(learned.gaps) }),
  };
  return [...given, kind, gap];
}

/** Position of `kind` and `gap` among an activity's variables. */
export const KIND = PACE_VARIABLES.length;
export const GAP = KIND + 1;

/** Joins the parts of a scope's story. */
export function scopeStory(
  source: ScopeSource,
  learned: ReturnType<typeof learnScope>,
  records: { readonly latent: number; readonly activity: number },
): ScopeStory {
  const { scope, activities } = source;
  const kindWeights = activities.kinds.map(() => 0);
  for (const kind of activities.kindOf) kindWeights[kind] = (kindWeights[kind] ?? 0) + 1;
  let slots = 0;
  const slotBases = activities.kinds.map((one) => {
    slots += one.slots.length;
    return slots - one.slots.length;
  });
  return {
    parent: scope.parent,
    tables: scope.tables,
    links: scope.links,
    kinds: activities.kinds,
    kindWeights,
    slotBases,
    untimedLast: activities.untimedLast,
    latentRecord: records.latent,
    activityRecord: records.activity,
    total: learned.total,
    counts: learned.counts,
    births: learned.births,
    start: learned.start,
    span: learned.span,
    gaps: learned.gaps,
    pace: learned.pace,
    demands: learned.demands,
  };
}
