import type { Random } from '../core/random.ts';
import { DegreeBuckets } from './degree-buckets.ts';
import { type EndpointGraph, type MeetingWishes, tradeRound } from './trade-round.ts';

/** How to match. */
export interface MatchOptions {
  /** Rounds of trades that mix the first, regular graph; 10 if not given. */
  readonly rounds?: number;
  readonly wishes?: MeetingWishes;
}

const ROUNDS = 10;
const PASSES = 5;

/**
 * Matches the stubs of both sides without replacement, so that who meets whom is otherwise random.
 *
 * Each subject gets as many entities as it demands (at most all), each at most once. Each entity
 * meets exactly as many subjects as its degree says wherever any graph has such degrees; a sum of
 * degrees other than that of the demands is first brought to it, stub by stub, by chance. The
 * entities of a subject stand in random order.
 *
 * Cost: O(stubs) time and memory, in typed arrays; a million stubs take about half a second.
 *
 * @param demands distinct entities by subject
 * @param degrees subjects by entity; their sum need not equal the demand
 * @see Gale, A theorem on flows in networks, 1957 (a graph of given degrees, row by row); Strona et
 *   al., A fast and unbiased procedure to randomize ecological binary matrices, 2014 (trades)
 */
export function matchStubs(
  demands: ArrayLike<number>,
  degrees: ArrayLike<number>,
  random: Random,
  options: MatchOptions = {},
): EndpointGraph {
  const offsets = new Int32Array(demands.length + 1);
  for (let one = 0; one < demands.length; one += 1) {
    offsets[one + 1] = (offsets[one] as number) + Math.min(demands[one] as number, degrees.length);
  }
  const graph = { offsets, entities: new Int32Array(offsets[demands.length] as number) };
  fillRegular(graph, fittingDegrees(offsets, degrees, random), random);
  for (let round = options.rounds ?? ROUNDS; round > 0; round -= 1) {
    tradeRound(graph, { entities: degrees.length, random, wishes: options.wishes });
  }
  for (let subject = 0; subject < demands.length; subject += 1) {
    shuffleSegment(segment(graph, subject), random);
  }
  return graph;
}

/**
 * Fills the graph: the subject with most demand first, from the entities with most stubs left.
 *
 * Stubs that no subject can take any more are given to other entities, by their degree, and the
 * graph is filled anew; a few passes miss little even where no graph has the degrees.
 */
function fillRegular(graph: EndpointGraph, degrees: Int32Array, random: Random): void {
  const order = byDemand(graph.offsets, degrees.length);
  for (let pass = 0; pass < PASSES; pass += 1) {
    const buckets = new DegreeBuckets(degrees, random);
    for (const subject of order) buckets.take(segment(graph, subject));
    if (!buckets.hasLeft()) return;
    giveOn(degrees, buckets.left, random);
  }
}

/** Takes the stubs that were left from their entities, gives each to the entity of a random stub. */
function giveOn(degrees: Int32Array, left: Int32Array, random: Random): void {
  const ends = new Float64Array(degrees.length);
  let total = 0;
  let missing = 0;
  for (let at = 0; at < degrees.length; at += 1) {
    degrees[at] = (degrees[at] as number) - (left[at] as number);
    missing += left[at] as number;
    total += left[at] === 0 ? (degrees[at] as number) : 0;
    ends[at] = total;
  }
  for (; missing > 0 && total > 0; missing -= 1) {
    const entity = firstAbove(ends, random.next() * total);
    degrees[entity] = (degrees[entity] as number) + 1;
  }
}

/** First position whose end lies above the value. */
function firstAbove(ends: Float64Array, value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The entities of a subject, as a view. */
function segment({ offsets, entities }: EndpointGraph, subject: number): Int32Array {
  return entities.subarray(offsets[subject], offsets[subject + 1]);
}

/** Subjects, those with most demand first: where no graph has the degrees, this misses least. */
function byDemand(offsets: Int32Array, most: number): Int32Array {
  const starts = new Int32Array(most + 2);
  const demandOf = (subject: number) =>
    (offsets[subject + 1] as number) - (offsets[subject] as number);
  const subjects = offsets.length - 1;
  for (let one = 0; one < subjects; one += 1) {
    const rank = most - demandOf(one) + 1;
    starts[rank] = (starts[rank] as number) + 1;
  }
  for (let at = 1; at < starts.length; at += 1) {
    starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  }
  const order = new Int32Array(subjects);
  for (let one = 0; one < subjects; one += 1) {
    const rank = most - demandOf(one);
    const place = starts[rank] as number;
    starts[rank] = place + 1;
    order[place] = one;
  }
  return order;
}

/** Degrees that sum to the demand, none above the number of subjects that demand anything. */
function fittingDegrees(
  offsets: Int32Array,
  degrees: ArrayLike<number>,
  random: Random,
): Int32Array {
  const total = offsets[offsets.length - 1] as number;
  let most = 0;
  for (let at = 1; at < offsets.length; at += 1) most += offsets[at] === offsets[at - 1] ? 0 : 1;
  const fitted = Int32Array.from(degrees, (one) => Math.min(most, Math.max(0, one)));
  const given = fitted.reduce((sum, one) => sum + one, 0);
  if (given > total) dropStubs(fitted, { given, keep: total }, random);
  if (given < total) addStubs(fitted, { missing: total - given, most }, random);
  return fitted;
}

/** Keeps some stubs, each alike (sampling in one pass). */
function dropStubs(
  degrees: Int32Array,
  of: { readonly given: number; readonly keep: number },
  random: Random,
): void {
  let [left, keep] = [of.given, of.keep];
  for (let entity = 0; entity < degrees.length; entity += 1) {
    let kept = 0;
    for (let stub = degrees[entity] as number; stub > 0; stub -= 1) {
      if (random.next() * left < keep) [kept, keep] = [kept + 1, keep - 1];
      left -= 1;
    }
    degrees[entity] = kept;
  }
}

function addStubs(
  degrees: Int32Array,
  of: { readonly missing: number; readonly most: number },
  random: Random,
): void {
  for (let missing = of.missing; missing > 0; ) {
    const entity = random.integer(degrees.length);
    let at = entity;
    for (let tries = 0; tries < degrees.length && (degrees[at] as number) >= of.most; tries += 1) {
      at = (at + 1) % degrees.length;
    }
    degrees[at] = (degrees[at] as number) + 1;
    missing -= 1;
  }
}

function shuffleSegment(own: Int32Array, random: Random): void {
  for (let last = own.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = own[last] as number;
    own[last] = own[other] as number;
    own[other] = kept;
  }
}
