import type { Random } from '../core/random.ts';
import { type AliasTable, aliasTable } from './alias-table.ts';
import { countBelow } from './bin-edges.ts';
import { firstMultiple, multipleOf } from './number-grid.ts';
import type { NumericStats } from './settle-numeric.ts';

/** A value, or the open span between two of them, with what it weighs in its bin. */
interface Piece {
  readonly weight: number;
  /** A span's bounds; equal for a value. */
  readonly low: number;
  readonly high: number;
  /** Counts of the first and the last multiple of the step within; 0 without a step. */
  readonly first: number;
  readonly last: number;
  /** Logarithm of the ratio of a wide span's ends, 0 where it is drawn evenly. */
  readonly ratio: number;
}

/** A span wider than this ratio is drawn on a logarithmic scale. */
const WIDE = 4;
/** Unless a single value would then take more of it than this. */
const MOST = 0.2;

/** Draws a value of a bin: one that k subjects share, or one between such. */
export type BinDecoder = (bin: number, random: Random) => number;

/** Lays out the bins of a column for drawing: one draw of the stream a value, no allocation. */
export function binDecoder(stats: NumericStats): BinDecoder {
  const bins = Math.max(0, stats.edges.length - 1);
  const pieces = Array.from({ length: bins }, (_, bin) => piecesOf(stats, bin));
  const tables = pieces.map((list) => aliasTable(list.map((one) => one.weight)));
  const { step } = stats;
  return (bin, random) => {
    const { shares, others } = tables[bin] as AliasTable;
    const at = random.next() * shares.length;
    const cell = Math.floor(at);
    const [own, rest] = [shares[cell] as number, at - cell];
    const isOwn = rest < own;
    const piece = pieces[bin]?.[isOwn ? cell : (others[cell] as number)] as Piece;
    if (piece.low === piece.high) return piece.low;
    // What is left of the draw says where within the piece.
    const within = isOwn ? rest / own : (rest - own) / (1 - own);
    return step === 0 ? between(piece, within) : multipleOf(step, countWithin(piece, within));
  };
}

/** The pieces of a bin that can be drawn, in ascending order; at least one. */
function piecesOf(stats: NumericStats, bin: number): Piece[] {
  const [low, high] = [stats.edges[bin] as number, stats.edges[bin + 1] as number];
  const content = stats.contents?.[bin] ?? { values: [], weights: [], gaps: [] };
  const own = stats.exact.slice(countBelow(stats.exact, low), countBelow(stats.exact, high));
  const knots = [...content.values, ...own].sort((a, b) => a - b);
  const bounds = [low, ...knots, high];
  const spans = bounds.slice(1).flatMap((to, index) => {
    const span = spanOf(stats.step, { low: bounds[index] as number, high: to, open: index > 0 });
    return span === null ? [] : [{ ...span, weight: content.gaps[index] ?? 0 }];
  });
  const values = content.values.map((value, index) => pointOf(value, content.weights[index] ?? 0));
  const weighed = [...spans, ...values].filter((one) => one.weight > 0);
  const even = spans
    .map((one) => ({ ...one, weight: sizeOf(one) }))
    .filter((one) => one.weight > 0);
  const found = weighed.length > 0 ? weighed : even;
  return found.length > 0 ? found.sort((a, b) => a.low - b.low) : [pointOf(low, 1)];
}

function pointOf(value: number, weight: number): Piece {
  return { weight, low: value, high: value, first: 0, last: 0, ratio: 0 };
}

function sizeOf(span: Piece): number {
  return span.last > 0 || span.first < 0
    ? span.last - span.first + 1
    : span.high / 2 - span.low / 2;
}

/** The span between two knots or edges, null where it has no place for a value. */
function spanOf(
  step: number,
  bounds: { readonly low: number; readonly high: number; readonly open: boolean },
): Omit<Piece, 'weight'> | null {
  const { low, high, open } = bounds;
  if (step === 0) {
    const middle = low / 2 + high / 2;
    const isOpen = middle > low && middle < high;
    return isOpen ? { low, high, first: 0, last: 0, ratio: ratioOf(low, high) } : null;
  }
  const at = firstMultiple(step, low);
  const first = open && multipleOf(step, at) <= low ? at + 1 : at;
  const last = firstMultiple(step, high) - 1;
  const wide = first > 0 ? ratioOf(first, last + 1) : ratioOf(first - 1, last);
  const nearest = Math.min(Math.abs(first), Math.abs(last));
  const ratio = Math.log1p(1 / nearest) <= MOST * wide ? wide : 0;
  return last >= first && low < high ? { low, high, first, last, ratio } : null;
}

/** Logarithm of the larger size over the smaller where a span is wide and of one sign, else 0. */
function ratioOf(low: number, high: number): number {
  const ratio = low > 0 ? high / low : high < 0 ? low / high : 0;
  return ratio > WIDE && ratio < Number.POSITIVE_INFINITY ? Math.log(ratio) : 0;
}

/** A real strictly between two others. */
function between({ low, high, ratio }: Piece, share: number): number {
  const value = ratio === 0 ? low * (1 - share) + high * share : scaled(low, high, share * ratio);
  return value > low && value < high ? value : low / 2 + high / 2;
}

function scaled(low: number, high: number, power: number): number {
  return low > 0 ? low * Math.exp(power) : high * Math.exp(power);
}

/** An integer of [first, last]. */
function countWithin({ first, last, ratio }: Piece, share: number): number {
  if (ratio === 0) return Math.min(last, first + Math.floor(share * (last - first + 1)));
  if (first > 0) return Math.min(last, Math.floor(first * Math.exp(share * ratio)));
  return Math.max(first, -Math.floor(-last * Math.exp(share * ratio)));
}
