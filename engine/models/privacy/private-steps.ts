import type { Elements, Feed, Runner, StateSpec } from '../../compute/program.ts';
import { ComputeError } from '../../core/errors.ts';
import { invariant } from '../../core/invariant.ts';
import type { Random } from '../../core/random.ts';
import { poissonLot } from './poisson-lot.ts';
import type { PrivacyLedger } from './privacy-ledger.ts';

/** A network that is trained by subject. */
export interface PrivateTask {
  /**
   * Holds a program with the entries `accumulate`, whose updates are those of `accumulateClipped`
   * with the plan's norm, and `apply`, whose updates are those of `applyNoisyMean`.
   */
  readonly runner: Runner;
  /** The weights that both know. */
  readonly weights: readonly Pick<StateSpec, 'name' | 'shape'>[];
  /** Subjects that lots are drawn from. */
  readonly subjects: number;
  /**
   * The inputs of `accumulate` for one subject: a bounded number of its rows, whose loss is a sum.
   * Null for a subject without rows. Subjects whose inputs have equal shapes share a call.
   */
  readonly feedOf: (subject: number, random: Random) => Feed | null;
  /** Shared by all networks of a generator. */
  readonly ledger: PrivacyLedger;
  /** The network's own stream; nobody who sees the model may know it. */
  readonly random: Random;
  /** Learning rate of a step, counted from 0. */
  readonly rate: (step: number) => number;
}

/** Subjects in one call of the engine, so that their inputs fit into memory. */
const MOST_FEEDS = 64;

/**
 * Gradient descent with differential privacy, by subject.
 *
 * Each lot draws every subject with the plan's chance, clips what each adds to the gradient of all
 * weights together, adds noise to the sum, and divides by the expected size of a lot. What a step
 * draws depends on its number alone, so that a resumed training gives the same weights.
 *
 * @see Abadi et al., Deep learning with differential privacy, CCS 2016, algorithm 1; McMahan et al.,
 *   Learning differentially private recurrent language models, ICLR 2018 (by subject)
 */
export class PrivateSteps {
  readonly #task: PrivateTask;
  #step: number;

  /** @param step steps that this network took before training was resumed */
  constructor(task: PrivateTask, step = 0) {
    this.#task = task;
    this.#step = step;
  }

  /**
   * Takes a step; false where the budget allows no more.
   *
   * @throws ComputeError where a weight is no longer a finite number
   */
  async lot(): Promise<boolean> {
    const { runner, ledger, random, rate } = this.#task;
    if (!ledger.isOpen) return false;
    ledger.charge();
    const step = this.#step;
    for (const feeds of this.#feedsByShape(random.split('lot', step))) {
      await runner.run('accumulate', feeds);
    }
    const scalars = { lot: scalar(this.#expected()), rate: scalar(rate(step)) };
    await runner.run('apply', [{ ...scalars, ...this.#noise(random.split('noise', step)) }]);
    this.#step = step + 1;
    await this.#checkWeights();
    return true;
  }

  /** A gradient that is not finite escapes clipping and spoils all weights. */
  async #checkWeights(): Promise<void> {
    const states = await this.#task.runner.readStates();
    for (const { name } of this.#task.weights) {
      if (states.get(name)?.every(Number.isFinite) !== false) continue;
      throw new ComputeError(
        `privacy: not a finite weight after step ${this.#step}: ${name}; use a smaller learning rate`,
        { name, step: this.#step },
      );
    }
  }

  #expected(): number {
    return Math.max(1, this.#task.subjects * this.#task.ledger.plan.samplingRate);
  }

  /** The feeds of a lot, those of equal shapes together, in the order of subjects. */
  #feedsByShape(random: Random): readonly (readonly Feed[])[] {
    const { subjects, ledger, feedOf } = this.#task;
    const groups = new Map<string, Feed[][]>();
    for (const subject of poissonLot(random, subjects, ledger.plan.samplingRate)) {
      const feed = feedOf(subject, random.split(subject));
      if (feed === null) continue;
      const key = shapesOf(feed);
      const calls = groups.get(key) ?? [[]];
      if (calls.at(-1)?.length === MOST_FEEDS) calls.push([]);
      calls.at(-1)?.push(feed);
      groups.set(key, calls);
    }
    return [...groups.values()].flat();
  }

  /** Noise for every weight; its standard deviation is noise multiplier times norm. */
  #noise(random: Random): Feed {
    const { noiseMultiplier, clipNorm } = this.#task.ledger.plan;
    const deviation = noiseMultiplier * clipNorm;
    invariant(deviation > 0, 'privacy: a step without noise');
    return Object.fromEntries(
      this.#task.weights.map(({ name, shape }) => {
        const size = shape.reduce((product, one) => product * one, 1);
        const own = random.split(name);
        const data = Float32Array.from({ length: size }, () => deviation * own.normal());
        return [`${name}.noise`, { shape, data }];
      }),
    );
  }
}

function shapesOf(feed: Feed): string {
  return JSON.stringify(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
}

function scalar(value: number): { readonly shape: readonly number[]; readonly data: Elements } {
  return { shape: [], data: Float32Array.of(value) };
}
