import type { Random } from '../core/random.ts';
import { codeAt } from '../models/code-at.ts';
import type { CodeSpace } from '../models/code-space.ts';
import type { KnownCode, SequenceModel } from '../models/sequence-model.ts';

/** How the law of one variable is changed; plain data. */
export interface Adjustment {
  readonly record: number;
  readonly variable: number;
  /** The only codes that may be drawn; every code where left out. */
  readonly allowed?: readonly number[];
  /** Odds of a code as a multiple of its own: (code, factor), 1 for the codes that are left out. */
  readonly factors?: readonly (readonly [code: number, factor: number])[];
  /** Added to the probabilities first: (code, chance), so that odds have something to act on. */
  readonly floor?: readonly (readonly [code: number, chance: number])[];
  /** Probabilities are raised to 1 / temperature; 1 where left out. */
  readonly temperature?: number;
}

/** An adjustment, ready to be applied. */
interface Lever {
  readonly allowed: readonly number[] | null;
  /** By code: what the probability is multiplied by. */
  readonly factors: Float64Array;
  /** By code: what is added to the probability before. */
  readonly floor: Float64Array;
  readonly power: number;
}

type Frame = Parameters<SequenceModel['draw']>[2];

/**
 * A model whose laws are adjusted for some variables: p' ∝ (p + floor)^(1/T) · factor, within the allowed codes.
 *
 * Variables without an adjustment are the inner model's own, draw for draw, so that an adjustment
 * that changes nothing changes no byte. A single allowed code takes no randomness. Where the inner
 * law gives no allowed code a chance, each of them is as likely as the others.
 */
export function steerModel(
  model: SequenceModel,
  space: CodeSpace,
  adjustments: readonly Adjustment[],
): SequenceModel {
  const changing = adjustments.filter(changesLaw);
  return changing.length === 0 ? model : new SteeredModel(model, space, changing);
}

class SteeredModel implements SequenceModel {
  readonly #inner: SequenceModel;
  /** By record and variable. */
  readonly #levers: (Lever | undefined)[][];
  readonly #weights: Float64Array[][];

  constructor(inner: SequenceModel, space: CodeSpace, adjustments: readonly Adjustment[]) {
    this.#levers = space.map(() => []);
    this.#weights = space.map(() => []);
    for (const one of adjustments) {
      const cardinality = space[one.record]?.variables[one.variable]?.cardinality ?? 0;
      const [levers, weights] = [this.#levers[one.record], this.#weights[one.record]];
      if (levers === undefined || weights === undefined) continue;
      levers[one.variable] = leverOf(one, cardinality, levers[one.variable]);
      weights[one.variable] = new Float64Array(cardinality);
    }
    this.#inner = inner.given?.(knownCodes(space, this.#levers)) ?? inner;
  }

  draw(record: number, variable: number, frame: Frame, random: Random): number {
    const lever = this.#levers[record]?.[variable];
    if (lever === undefined) return this.#inner.draw(record, variable, frame, random);
    if (lever.allowed?.length === 1) return lever.allowed[0] as number;
    const weights = this.#weights[record]?.[variable] as Float64Array;
    weights.fill(0);
    this.#inner.weigh(record, variable, frame, weights);
    pull(lever, weights);
    const total = weights.reduce((sum, one) => sum + one, 0);
    const code = codeAt(weights, weights.length, random.next() * total);
    return code >= 0 ? code : this.#inner.draw(record, variable, frame, random);
  }

  weigh(record: number, variable: number, frame: Frame, into: Float64Array): void {
    const lever = this.#levers[record]?.[variable];
    this.#inner.weigh(record, variable, frame, into);
    if (lever !== undefined) pull(lever, into);
  }

  allows(record: number, variable: number, frame: Frame, code: number): boolean {
    return this.#inner.allows(record, variable, frame, code);
  }

  save() {
    return this.#inner.save();
  }
}

/** Codes that every row has, whatever else it is: what comes before them can be drawn to fit. */
function knownCodes(
  space: CodeSpace,
  levers: readonly (readonly (Lever | undefined)[])[],
): KnownCode[] {
  return levers.flatMap((own, record) =>
    own.flatMap((lever, variable) => {
      const [code] = lever?.allowed ?? [];
      const isAlways = space[record]?.variables[variable]?.when === undefined;
      const isOne = lever?.allowed?.length === 1 && code !== undefined && isAlways;
      return isOne ? [{ record, variable, code }] : [];
    }),
  );
}

/** Adjusts probabilities in place; they add up to 1 afterwards unless no code is possible. */
function pull(lever: Lever, weights: Float64Array): void {
  const { factors, floor, power, allowed } = lever;
  for (const [code, chance] of floor.entries()) weights[code] = (weights[code] as number) + chance;
  const largest = largestOpen(weights, factors);
  let total = 0;
  for (const [code, factor] of factors.entries()) {
    // NOTE: the largest is taken out first: at a low temperature all would vanish together.
    const share = largest > 0 ? (weights[code] as number) / largest : 0;
    weights[code] = factor > 0 && share > 0 ? share ** power * factor : 0;
    total += weights[code] as number;
  }
  if (total > 0) divide(weights, total);
  else spread(weights, allowed ?? []);
}

function largestOpen(weights: Float64Array, factors: Float64Array): number {
  return weights.reduce((most, one, code) => (factors[code] === 0 ? most : Math.max(most, one)), 0);
}

function spread(weights: Float64Array, codes: readonly number[]): void {
  for (const code of codes) weights[code] = 1 / codes.length;
}

function divide(weights: Float64Array, by: number): void {
  for (const [code, weight] of weights.entries()) weights[code] = weight / by;
}

function changesLaw(one: Adjustment): boolean {
  const isHot = one.temperature !== undefined && one.temperature !== 1;
  const isWeighed = one.factors?.some(([, factor]) => factor !== 1) ?? false;
  return isHot || isWeighed || one.allowed !== undefined;
}

/** Joins an adjustment with what is already asked of the variable. */
function leverOf(one: Adjustment, cardinality: number, before: Lever | undefined): Lever {
  const floor = before?.floor ?? new Float64Array(cardinality);
  for (const [code, chance] of one.floor ?? []) floor[code] = chance;
  const odds = new Map(one.factors);
  const factors = (before?.factors ?? new Float64Array(cardinality).fill(1)).map(
    (factor, code) => factor * (odds.get(code) ?? 1),
  );
  const power = (before?.power ?? 1) / (one.temperature ?? 1);
  const own = one.allowed?.filter((code) => code < cardinality);
  if (own === undefined) return { allowed: before?.allowed ?? null, factors, floor, power };
  const known = before?.allowed;
  const allowed = known ? own.filter((code) => known.includes(code)) : own;
  return { allowed, factors: onlyOf(factors, allowed), floor, power };
}

function onlyOf(factors: Float64Array, allowed: readonly number[]): Float64Array {
  const open = new Set(allowed);
  return factors.map((one, code) => (open.has(code) ? one : 0));
}
