import type { Random } from '../core/random.ts';

/**
 * How members of a group share parts: the n + 1st member of a group of k parts opens a new part
 * with chance (strength + discount k) / (strength + n), else joins a part of m members with
 * chance (m - discount) / (strength + n). A discount below 0 stands for a bounded number of parts.
 *
 * @see Pitman and Yor, The two-parameter Poisson-Dirichlet distribution, 1997, section 1
 */
export interface PartitionLaw {
  readonly discount: number;
  readonly strength: number;
}

/** Groups of which the parts are counted: members by part. */
export type Partition = readonly (readonly number[])[];

const BOUNDS = [4, 16, 64, 220, 256];
const DISCOUNTS = Array.from({ length: 20 }, (_, at) => at / 20);
const STRENGTHS = Array.from({ length: 13 }, (_, at) => 2 ** (at - 4));
const WEIGHTS = Array.from({ length: 13 }, (_, at) => 2 ** (at - 8));

/**
 * The likeliest law, two digits exact; all groups share it.
 *
 * Cost: some 400 passes over the distinct shapes of groups and parts. Groups of one member say
 * nothing; if there are no others, a middling law is returned.
 */
export function fitPartitionLaw(groups: Partition): PartitionLaw {
  const shapes = shapesOf(groups);
  if (shapes.groups.length === 0) return { discount: 0.5, strength: 1 };
  let best = { discount: 0.5, strength: 1 };
  let highest = Number.NEGATIVE_INFINITY;
  const visit = (law: PartitionLaw) => {
    const likelihood = logLikelihood(law, shapes);
    if (likelihood <= highest) return;
    [best, highest] = [law, likelihood];
  };
  for (const discount of DISCOUNTS) for (const strength of STRENGTHS) visit({ discount, strength });
  for (const bound of BOUNDS.filter((one) => one >= shapes.most))
    for (const weight of WEIGHTS) visit({ discount: -weight, strength: bound * weight });
  if (best.discount < 0) return best;
  for (const width of [0.5, 0.25, 0.12]) refine(best, width, visit);
  return best;
}

/** Tries the neighbours of a law; discounts a tenth of `width` away, strengths by its power of 2. */
function refine(law: PartitionLaw, width: number, visit: (law: PartitionLaw) => void): void {
  for (const step of [-1, 0, 1]) {
    for (const power of [-1, 0, 1]) {
      const discount = round(Math.min(0.98, Math.max(0, law.discount + (step * width) / 10)));
      visit({ discount, strength: round(law.strength * 2 ** (power * width)) });
    }
  }
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** Chance that the next member opens a part. */
export function openChance(law: PartitionLaw, members: number, parts: number): number {
  if (members === 0) return 1;
  return (law.strength + law.discount * parts) / (law.strength + members);
}

/** A part drawn as the next member joins it: position by its members, -1 if none takes more. */
export function joinPart(sizes: ArrayLike<number>, law: PartitionLaw, random: Random): number {
  let total = 0;
  for (let at = 0; at < sizes.length; at += 1) total += weightOf(sizes[at] as number, law);
  let left = random.next() * total;
  for (let at = 0; at < sizes.length; at += 1) {
    const weight = weightOf(sizes[at] as number, law);
    left -= weight;
    if (left < 0 && weight > 0) return at;
  }
  return -1;
}

function weightOf(size: number, law: PartitionLaw): number {
  return size <= 0 ? 0 : size - law.discount;
}

interface Shapes {
  /** Distinct pairs of members and parts, and how many groups have them. */
  readonly groups: readonly { readonly members: number; readonly parts: number; count: number }[];
  readonly sizes: readonly { readonly size: number; count: number }[];
  readonly most: number;
}

function shapesOf(groups: Partition): Shapes {
  const pairs = new Map<string, { members: number; parts: number; count: number }>();
  const sizes = new Map<number, { size: number; count: number }>();
  let most = 0;
  for (const parts of groups) {
    const members = parts.reduce((sum, one) => sum + one, 0);
    if (members < 2) continue;
    most = Math.max(most, parts.length);
    const key = `${members} ${parts.length}`;
    const pair = pairs.get(key) ?? { members, parts: parts.length, count: 0 };
    pair.count += 1;
    pairs.set(key, pair);
    for (const size of parts) {
      const own = sizes.get(size) ?? { size, count: 0 };
      own.count += 1;
      sizes.set(size, own);
    }
  }
  return { groups: [...pairs.values()], sizes: [...sizes.values()], most };
}

/** Pitman and Yor's formula for the chance of a partition, equation 14 of Pitman 1995. */
function logLikelihood(law: PartitionLaw, shapes: Shapes): number {
  const { discount, strength } = law;
  let sum = 0;
  for (const { members, parts, count } of shapes.groups) {
    const opened = logOpened(law, parts);
    sum += count * (opened - logGamma(strength + members) + logGamma(strength + 1));
  }
  for (const { size, count } of shapes.sizes) {
    sum += count * (logGamma(size - discount) - logGamma(1 - discount));
  }
  return sum;
}

/** Log of the product of strength + i discount, i from 1 below `parts`. */
function logOpened({ discount, strength }: PartitionLaw, parts: number): number {
  if (discount === 0) return (parts - 1) * Math.log(strength);
  const ratio = strength / Math.abs(discount);
  const scale = (parts - 1) * Math.log(Math.abs(discount));
  if (discount > 0) return scale + logGamma(ratio + parts) - logGamma(ratio + 1);
  if (parts > ratio + 1e-9) return Number.NEGATIVE_INFINITY;
  return scale + logGamma(ratio) - logGamma(ratio - parts + 1);
}

/** Log of the gamma function, by Stirling's series after a shift above 8; exact to 1e-10. */
export function logGamma(value: number): number {
  let shift = 0;
  let x = value;
  for (; x < 8; x += 1) shift += Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
}
