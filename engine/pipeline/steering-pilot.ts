import type { Adjustment } from '../sampler/steer-model.ts';
import { type GenerateHooks, generateShard } from './generate.ts';
import { type GenerationRequest, planGeneration } from './plan-generation.ts';
import type { TableRows } from './ports.ts';
import { adjustmentsOf, type WantedShares, wantedShares } from './steering.ts';
import type { Generator } from './train.ts';

const ROUNDS = 6;
const PILOT_SUBJECTS = 512;
const PILOT_SHARD = 16;
/** Rows of the rebalanced tables after which a pilot has seen enough. */
const PILOT_ROWS = 20_000;
/** A pilot is near enough at half a standard deviation of a share that is drawn row by row. */
const NEAR = 0.25;
/** The most by which a round may change odds. */
const MOST = 30;

/**
 * Finds the odds that meet the wanted shares, by drawing the first subjects a few times.
 *
 * A value's share is no function of its odds alone: what a row is depends on the rows before it.
 * So the odds are corrected by (wanted odds / achieved odds) until a pilot's shares are met; the
 * best round is kept. Deterministic in (generator, request).
 *
 * @returns the request with its adjustments settled
 * @throws ScenarioError if a table, column or value is not there
 */
export function settleShares(
  generator: Generator,
  request: GenerationRequest,
  hooks: GenerateHooks,
): GenerationRequest {
  const wanted = wantedShares(generator, request);
  let adjustments = adjustmentsOf(generator, request);
  if (wanted.length === 0) return { ...request, adjustments };
  let best = { adjustments, miss: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round += 1) {
    const achieved = pilotShares(generator, { ...request, adjustments }, { wanted, hooks });
    const miss = missOf(wanted, achieved.shares);
    if (miss < best.miss) best = { adjustments, miss };
    if (miss < NEAR / Math.sqrt(Math.max(1, achieved.rows))) break;
    adjustments = [...adjustments, ...corrections(wanted, achieved.shares)];
  }
  return { ...request, adjustments: best.adjustments };
}

/** By column: the achieved share of each wanted value, of the column's filled cells. */
type Achieved = readonly (readonly number[])[];

function pilotShares(
  generator: Generator,
  request: GenerationRequest,
  of: { readonly wanted: readonly WantedShares[]; readonly hooks: GenerateHooks },
): { readonly shares: Achieved; readonly rows: number } {
  const subjects = request.subjects ?? generator.story.subjects;
  // NOTE: a small request is drawn as it will be, so that what the pilot sees is what comes.
  const few = { subjects: PILOT_SUBJECTS, shardSize: PILOT_SHARD };
  const plan = planGeneration(
    generator,
    subjects > PILOT_SUBJECTS ? { ...request, ...few } : request,
  );
  const counts = of.wanted.map((one) => new ShareCount(one));
  for (let shard = 0; shard < plan.shards; shard += 1) {
    if (counts.every((one) => one.rows >= PILOT_ROWS)) break;
    const tables = generateShard(generator, plan, shard, of.hooks);
    for (const one of counts) one.add(tables);
  }
  return {
    shares: counts.map((one) => one.shares()),
    rows: counts.reduce((least, one) => Math.min(least, one.rows), PILOT_ROWS),
  };
}

/** Counts the wanted values of a column. */
class ShareCount {
  rows = 0;
  readonly #wanted: WantedShares;
  readonly #counts: Map<string, number>;

  constructor(wanted: WantedShares) {
    this.#wanted = wanted;
    this.#counts = new Map(wanted.values.map((one) => [String(one.value), 0]));
  }

  add(tables: TableRows): void {
    for (const row of tables.get(this.#wanted.table) ?? []) {
      const cell = row[this.#wanted.at] ?? null;
      if (cell === null) continue;
      this.rows += 1;
      const known = this.#counts.get(String(cell));
      if (known !== undefined) this.#counts.set(String(cell), known + 1);
    }
  }

  shares(): readonly number[] {
    return [...this.#counts.values()].map((one) => one / Math.max(1, this.rows));
  }
}

function missOf(wanted: readonly WantedShares[], achieved: Achieved): number {
  const misses = wanted.flatMap((one, at) =>
    one.values.map(({ share }, index) => Math.abs(share - (achieved[at]?.[index] ?? 0))),
  );
  return Math.max(0, ...misses);
}

/** What the odds of the values are still to be multiplied by. */
function corrections(wanted: readonly WantedShares[], achieved: Achieved): Adjustment[] {
  return wanted.map((one, at) => {
    const factors = one.values.map(({ code, share }, index) => {
      const own = achieved[at]?.[index] ?? 0;
      if (share === 0) return [code, 0] as const;
      return [code, Math.min(MOST, Math.max(1 / MOST, own > 0 ? share / own : MOST))] as const;
    });
    return { record: one.column.record, variable: one.variable, factors };
  });
}
