import { defined } from '../core/invariant.ts';
import type { Frame } from '../models/sequence-model.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { PaceState } from '../sequences/pace.ts';
import { drawSlots } from './draw-slots.ts';
import { GAP, KIND } from './learn-scope.ts';
import { type SubjectState, type Timeline, tableOf } from './subject-state.ts';

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

const GAP_TRIES = 4;

/** Draws the activities below one row, in order of time, and their rows. */
export function drawTimeline(state: SubjectState, line: Timeline): void {
  const { timed } = line;
  const progress = openProgress(state, line);
  const pace = new PaceState();
  let lag: Int32Array | null = null;
  const total = progress.remaining.reduce((sum, one) => sum + one, 0);
  for (let left = total; left > 0; left -= 1) {
    const codes = new Int32Array(GAP + 1);
    const from = Number.isNaN(progress.before) ? progress.start : progress.before;
    pace.write(codes, progress.end - from, left);
    const frame = frameOf(line, codes, lag);
    const kind = drawKind(state, line, { frame, progress, left });
    codes[KIND] = FIRST + kind;
    progress.remaining[kind] = (progress.remaining[kind] ?? 0) - 1;
    let time = Number.NaN;
    if (timed[kind] === true) {
      time = nextTime(state, line, { frame, progress });
      if (!Number.isNaN(progress.before)) pace.observe(time - progress.before);
      progress.before = time;
      progress.timedLeft -= 1;
    }
    drawSlots(state, line, { kind, codes, time, left });
    lag = codes;
  }
}

function openProgress(state: SubjectState, line: Timeline): Progress {
  const { scope, latents, timed } = line;
  const count = (kind: number) => Math.max(0, Math.round(latents[kind] as number) || 0);
  const remaining = scope.kinds.map((_, kind) => count(kind));
  const start = startOf(state, line);
  const span = Math.max(0, Math.round(latents[scope.kinds.length + 1] as number) || 0);
  const timedLeft = remaining.reduce((sum, one, kind) => sum + (timed[kind] === true ? one : 0), 0);
  return { remaining, timedLeft, start, end: start + span, before: Number.NaN };
}

/** When the owner's timeline begins; not before the owner where that is a law. */
function startOf(state: SubjectState, line: Timeline): number {
  const { scope, latents, owner, tables } = line;
  const anchor = Number.isNaN(owner.time) ? state.source.startUs : owner.time;
  const distance = Math.round(latents[scope.kinds.length] as number) || 0;
  const isTemporal = tables.some((one) =>
    one.layout.table.relationships.some((two) => two.kind === 'context' && two.temporal),
  );
  return anchor + (isTemporal ? Math.max(0, distance) : distance);
}

/** Self, previous activity, owner, timeline, and the last row of each table. */
function frameOf(line: Timeline, codes: Int32Array, lag: Int32Array | null): Frame {
  const last = line.tables.map((one) => one.last?.codes ?? null);
  return [codes, lag, line.owner.codes, line.latentCodes, ...last];
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
    const ready = isReady(state, line, kind) ? 1 : 1e-6;
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

/** False while a required parent of one of the kind's rows has no row yet. */
function isReady(state: SubjectState, line: Timeline, kind: number): boolean {
  const form = defined(line.scope.kinds[kind], 'kind exists');
  return form.slots.every((at, slot) =>
    (line.tables[at]?.layout.relations ?? []).every(
      (one, relation) =>
        !one.relationship.required ||
        form.births.some((two) => two.child === slot && two.relation === relation) ||
        tableOf(state, one.target).rows.size > 0,
    ),
  );
}

/** Time of the next activity: the last one falls on the timeline's end. */
function nextTime(state: SubjectState, line: Timeline, of: Step): number {
  const { frame, progress } = of;
  const { scope } = line;
  const codes = frame[0] as Int32Array;
  codes[GAP] = MISSING;
  if (Number.isNaN(progress.before) || scope.gaps === null) return progress.start;
  const encoder = state.encoders.of(scope.gaps);
  const room = progress.end - progress.before;
  let gap = room;
  if (progress.timedLeft > 1) {
    for (let tries = 0; tries < GAP_TRIES; tries += 1) {
      const code = state.source.model.draw(scope.activityRecord, GAP, frame, state.random);
      gap = encoder.decode(code, state.random) ?? 0;
      if (gap <= room) break;
    }
    if (gap > room) gap = Math.floor((room * state.random.next()) / progress.timedLeft);
  }
  codes[GAP] = encoder.encode(gap);
  return progress.before + gap;
}
