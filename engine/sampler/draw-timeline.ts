import { defined } from '../core/invariant.ts';
import type { Encoder } from '../encoders/encoder.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { Frame } from '../models/frame.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { offPace, PaceState } from '../sequences/pace.ts';
import { drawSlots } from './draw-slots.ts';
import { LATENT } from './latents.ts';
import { GAP, KIND } from './learn-scope.ts';
import { ACTIVITY_VIEW } from './row-views.ts';
import { replayedTimeline } from './seed-replay.ts';
import type { SeedActivity, SeedTimeline } from './seed-script.ts';
import type { SubjectState, Timeline } from './subject-state.ts';

/** What is left of a timeline while it is drawn. */
interface Progress {
  /** By kind. */
  readonly remaining: number[];
  timedLeft: number;
  readonly start: number;
  readonly end: number;
  /** Time of the last timed activity, NaN before the first. */
  before: number;
}

const GAP_TRIES = 12;

/** Draws the activities below one row, in order of time, and their rows. */
export function drawTimeline(state: SubjectState, line: Timeline): void {
  const { timed, frame } = line;
  const { arena } = state;
  const seed = replayedTimeline(state.seed, line.owner);
  const progress = openProgress(state, line, seed);
  const endUs = lastStart(state, seed);
  const pace = new PaceState();
  const given = new Int32Array(KIND);
  const lags = [0, 0, 0];
  const total = progress.remaining.reduce((sum, one) => sum + one, 0);
  for (let left = total; left > 0; left -= 1) {
    const at = arena.take(GAP + 1);
    const told = seed?.activities[total - left];
    passSeed(progress, seed, told);
    const from = Number.isNaN(progress.before) ? progress.start : progress.before;
    pace.write(given, progress.end - from, left);
    arena.codes.set(given, at);
    showPast(line, at, lags);
    const kind = told?.kind ?? drawKind(state, line, { frame, progress, left });
    arena.codes[at + KIND] = FIRST + kind;
    progress.remaining[kind] = (progress.remaining[kind] ?? 0) - 1;
    const isTimed = timed[kind] === true;
    const step = { frame, progress, at, left, told, seed };
    const time = isTimed ? settleTime(state, line, step) : Number.NaN;
    if (time > endUs) break;
    if (isTimed) advance(progress, pace, time);
    drawSlots(state, line, { kind, at, time, left, told: told?.rows });
    lags.unshift(at);
    lags.length = 3;
  }
}

function advance(progress: Progress, pace: PaceState, time: number): void {
  if (!Number.isNaN(progress.before)) pace.observe(time - progress.before);
  progress.before = time;
  progress.timedLeft -= 1;
}

/** Shows an activity what went before it, as `ACTIVITY_VIEW` orders it. */
function showPast(line: Timeline, own: number, lags: readonly number[]): void {
  const { at } = line.frame;
  at[ACTIVITY_VIEW.self] = own;
  at[ACTIVITY_VIEW.lag] = lags[0] ?? 0;
  at[ACTIVITY_VIEW.lag2] = lags[1] ?? 0;
  at[ACTIVITY_VIEW.lag3] = lags[2] ?? 0;
  at[ACTIVITY_VIEW.owner] = line.owner.at;
  at[ACTIVITY_VIEW.timeline] = line.latentAt;
  for (let table = 0; table < line.tables.length; table += 1) {
    at[ACTIVITY_VIEW.last + table] = line.tables[table]?.last?.at ?? 0;
  }
}

function openProgress(
  state: SubjectState,
  line: Timeline,
  seed: SeedTimeline | undefined,
): Progress {
  const { scope, latents, timed } = line;
  const count = (kind: number) =>
    Math.max(0, Math.round(latents[LATENT.counts + kind] as number) || 0);
  const remaining = scope.kinds.map((_, kind) => count(kind));
  const start =
    seed === undefined || Number.isNaN(seed.startUs) ? startOf(state, line) : seed.startUs;
  const span = Math.max(0, Math.round(latents[LATENT.span] as number) || 0);
  const timedLeft = remaining.reduce((sum, one, kind) => sum + (timed[kind] === true ? one : 0), 0);
  return { remaining, timedLeft, start, end: start + span, before: Number.NaN };
}

/** The last time at which an activity may begin: what follows a seed has the whole horizon. */
function lastStart(state: SubjectState, seed: SeedTimeline | undefined): number {
  const { startUs, endUs } = state.source;
  return seed === undefined || Number.isNaN(seed.endUs) ? endUs : seed.endUs + (endUs - startUs);
}

/** What comes after a seed comes after all of its rows, also those of its last activity. */
function passSeed(
  progress: Progress,
  seed: SeedTimeline | undefined,
  told: SeedActivity | undefined,
): void {
  const isPast = seed === undefined || told !== undefined;
  if (!isPast && seed.endUs > progress.before) progress.before = seed.endUs;
}

/** Time of an activity: the seed's own, or one that is drawn, later than the seed. */
function settleTime(
  state: SubjectState,
  line: Timeline,
  of: Step & {
    readonly at: number;
    readonly left: number;
    readonly told: SeedActivity | undefined;
    readonly seed: SeedTimeline | undefined;
  },
): number {
  const { told, seed, progress, at } = of;
  if (told !== undefined) return toldTime(state, line, { progress, at, time: told.time });
  const time = nextTime(state, line, of);
  return seed !== undefined && time <= seed.endUs ? seed.endUs + 1 : time;
}

/** Time of a seed's activity, with the code of its gap. */
function toldTime(
  state: SubjectState,
  line: Timeline,
  of: { readonly progress: Progress; readonly at: number; readonly time: number },
): number {
  const { gaps } = line.scope;
  const { before } = of.progress;
  const isFirst = Number.isNaN(before) || gaps === null;
  const code = isFirst ? MISSING : numericEncoder(gaps).encode(of.time - before);
  state.arena.codes[of.at + GAP] = code;
  return of.time;
}

/** When the owner's timeline begins; not before the owner where that is a law. */
function startOf(state: SubjectState, line: Timeline): number {
  const { latents, owner, tables } = line;
  const anchor = Number.isNaN(owner.time) ? state.source.startUs : owner.time;
  const distance = Math.round(latents[LATENT.start] as number) || 0;
  const isTemporal = tables.some((one) =>
    one.layout.table.relationships.some((two) => two.kind === 'context' && two.temporal),
  );
  return anchor + (isTemporal ? Math.max(0, distance) : distance);
}

interface Step {
  readonly frame: Frame;
  readonly progress: Progress;
}

/** Draws among the kinds that are left: the model's odds times what is left of each. */
function drawKind(
  state: SubjectState,
  line: Timeline,
  of: Step & { readonly left: number },
): number {
  const { scope, timed } = line;
  const { remaining, timedLeft } = of.progress;
  const wantsTimed = timedLeft > 0 && (timedLeft === of.left || scope.untimedLast);
  const open = remaining.flatMap((count, kind) =>
    count > 0 && timed[kind] === wantsTimed ? [kind] : [],
  );
  if (open.length === 1) return open[0] as number;
  const odds = new Float64Array(FIRST + scope.kinds.length);
  state.source.model.weigh(scope.activityRecord, KIND, of.frame, odds);
  const all = scope.kindWeights.reduce((sum, one) => sum + one, 0);
  const weights = open.map((kind) => {
    const usual = (scope.kindWeights[kind] ?? 1) / all;
    const ready = isReady(line, kind) ? 1 : 1e-6;
    const lift = ((odds[FIRST + kind] as number) + 0.002 * usual) / usual;
    return lift * (remaining[kind] ?? 0) * ready;
  });
  let share = state.random.next() * weights.reduce((sum, one) => sum + one, 0);
  for (const [at, weight] of weights.entries()) {
    share -= weight;
    if (share < 0) return open[at] as number;
  }
  return open[open.length - 1] as number;
}

/** False while a required parent of one of the kind's rows has no row and none can be born. */
function isReady(line: Timeline, kind: number): boolean {
  const form = defined(line.scope.kinds[kind], 'kind exists');
  const isTimed = (name: string) =>
    line.tables.some((one) => one.layout.table.name === name && one.layout.time >= 0);
  return form.slots.every((at) => {
    const table = line.tables[at];
    return (table?.layout.relations ?? []).every(
      (one, relation) =>
        !one.relationship.required ||
        (table !== undefined && table.layout.time >= 0 && isTimed(one.target)) ||
        (table?.lists[relation]?.size ?? 0) > 0,
    );
  });
}

/** Time of the next activity; none lies after the timeline's end. */
function nextTime(
  state: SubjectState,
  line: Timeline,
  of: Step & { readonly at: number; readonly left: number },
): number {
  const { progress } = of;
  const { scope } = line;
  const { codes } = state.arena;
  codes[of.at + GAP] = MISSING;
  if (Number.isNaN(progress.before) || scope.gaps === null) return progress.start;
  const encoder = numericEncoder(scope.gaps);
  const gap = drawGap(state, line, { ...of, encoder });
  codes[of.at + GAP] = encoder.encode(gap);
  return progress.before + gap;
}

/**
 * A gap that leaves a pace at which timelines with so much left do go on: of a few draws the first
 * within the bounds, else the one nearest to them. A single long gap would else eat up the time.
 */
function drawGap(
  state: SubjectState,
  line: Timeline,
  of: Step & { readonly left: number; readonly encoder: Encoder<number> },
): number {
  const { scope } = line;
  const room = Math.max(0, of.progress.end - of.progress.before);
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (let tries = 0; tries < GAP_TRIES && least > 0; tries += 1) {
    const code = state.source.model.draw(scope.activityRecord, GAP, of.frame, state.random);
    const gap = of.encoder.decode(code, state.random) ?? 0;
    if (gap > room) continue;
    const off = of.left > 1 ? offPace(scope.pace, room - gap, of.left - 1) : 0;
    if (off < least) [best, least] = [gap, off];
  }
  return best >= 0 ? best : Math.floor((room * state.random.next()) / of.progress.timedLeft);
}
