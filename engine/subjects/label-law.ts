import type { Random } from '../core/random.ts';
import { drawShare, sharesOf } from './drawn-share.ts';
import type { WordBook } from './word-book.ts';

/**
 * How labels look, without any label but common ones.
 *
 * A shape is `=label` for one that is kept, or a run of signs: `w` a word, `x` one to three
 * letters, `d` a number, `h` hexadecimal, `r` letters and digits mixed, `a` four octets joined by
 * dashes, any other sign for itself. So `ws-0042` is `x-d`.
 */
export interface LabelLaw {
  readonly shapes: readonly (readonly [shape: string, share: number])[];
  /** Shares of the lengths 0, 1, 2, … of each run. */
  readonly lengths: Readonly<Record<RunSign, readonly number[]>>;
  /** Share of the numbers of two digits or more that start with 0. */
  readonly padded: number;
}

const RUN_SIGNS = ['w', 'x', 'd', 'h', 'r'] as const;

type RunSign = (typeof RUN_SIGNS)[number];

const LONGEST = 40;

/** True if a label may be kept as it is. */
export type IsKept = (label: string) => boolean;

/** The shape of a label. */
export function shapeOfLabel(label: string, isKept: IsKept): string {
  if (isKept(label)) return `=${label}`;
  if (isMachineMade(label)) return /^[0-9a-f]+$/.test(label) ? 'h' : 'r';
  return runsOf(label)
    .map(({ sign }) => sign)
    .join('')
    .replace(/d-d-d-d/, 'a');
}

/** Learns from labels that are not empty; shapes of fewer than k labels count as the nearest plain one. */
export function learnLabels(found: readonly string[], k: number, isKept: IsKept): LabelLaw {
  const labels = found.filter((one) => one !== '');
  const shapes = labels.map((one) => shapeOfLabel(one, isKept));
  const counts = countBy(shapes);
  const isCommon = (shape: string) => shape.startsWith('=') || (counts.get(shape) ?? 0) >= k;
  const kept = countBy(shapes.map((one) => (isCommon(one) ? one : plainShape(one))));
  const runs = labels.flatMap((label, at) => runsOfShape(label, shapes[at] ?? ''));
  const numbers = runs.filter(({ sign, text }) => sign === 'd' && text.length > 1);
  const shares = sharesOf([...kept.values()]);
  return {
    shapes: [...kept.keys()].map((shape, at) => [shape, shares[at] ?? 0] as const),
    lengths: {
      w: lengthsOf(runs, 'w', 6),
      x: lengthsOf(runs, 'x', 2),
      d: lengthsOf(runs, 'd', 2),
      h: lengthsOf(runs, 'h', 32),
      r: lengthsOf(runs, 'r', 12),
    },
    padded: numbers.filter(({ text }) => text.startsWith('0')).length / Math.max(1, numbers.length),
  };
}

/** A shape of the law, drawn. */
export function drawShape(law: LabelLaw, random: Random): string {
  const at = drawShare(
    law.shapes.map(([, share]) => share),
    random,
  );
  return law.shapes[at]?.[0] ?? 'w';
}

/** A label of the shape, of fresh words. */
export function makeLabel(law: LabelLaw, shape: string, words: WordBook, random: Random): string {
  if (shape.startsWith('=')) return shape.slice(1);
  return [...shape].map((sign) => makeRun(law, sign, words, random)).join('');
}

function makeRun(law: LabelLaw, sign: string, words: WordBook, random: Random): string {
  const length = () => Math.max(1, drawShare(law.lengths[sign as RunSign], random));
  switch (sign) {
    case 'w':
      return words.word(length(), random);
    case 'x':
      return signs('abcdefghijklmnopqrstuvwxyz', length(), random);
    case 'd':
      return makeNumber(length(), random.next() < law.padded, random);
    case 'h':
      return signs('0123456789abcdef', length(), random);
    case 'r':
      return signs('abcdefghijklmnopqrstuvwxyz0123456789', length(), random);
    case 'a':
      return Array.from({ length: 4 }, () => random.integer(256)).join('-');
    default:
      return sign;
  }
}

function makeNumber(length: number, isPadded: boolean, random: Random): string {
  if (length === 1) return String(random.integer(10));
  if (isPadded) return `0${signs('0123456789', length - 1, random)}`;
  return `${1 + random.integer(9)}${signs('0123456789', length - 1, random)}`;
}

function signs(from: string, length: number, random: Random): string {
  return Array.from({ length }, () => from[random.integer(from.length)]).join('');
}

interface Run {
  readonly sign: string;
  readonly text: string;
}

/** Letters, digits and other signs one after the other. */
function runsOf(label: string): Run[] {
  return (label.match(/[a-z]+|\d+|[^a-z\d]/g) ?? []).map((text) => ({ sign: signOf(text), text }));
}

function signOf(text: string): string {
  if (/^\d/.test(text)) return 'd';
  if (!/^[a-z]/.test(text)) return /^[-_.$]$/.test(text) ? text : '-';
  return text.length <= 3 ? 'x' : 'w';
}

/** The runs that tell lengths: kept labels and octets have none. */
function runsOfShape(label: string, shape: string): Run[] {
  if (shape.startsWith('=')) return [];
  if (shape === 'h' || shape === 'r') return [{ sign: shape, text: label }];
  return shape.includes('a') ? [] : runsOf(label);
}

/** Long hexadecimal, or letters and digits that change often. */
function isMachineMade(label: string): boolean {
  if (!/^[a-z0-9]{8,}$/.test(label) || !/\d/.test(label)) return false;
  if (/^[0-9a-f]+$/.test(label) && /[a-f]/.test(label)) return true;
  return label.length >= 10 && (label.match(/[a-z]\d|\d[a-z]/g) ?? []).length >= 3;
}

/** What stays of a rare shape. */
function plainShape(shape: string): string {
  if (shape.startsWith('x') && shape.endsWith('d')) return 'xd';
  if (shape.endsWith('d')) return 'wd';
  if (shape.includes('.')) return 'w.w';
  return shape.includes('-') ? 'w-w' : 'w';
}

function lengthsOf(runs: readonly Run[], sign: RunSign, usual: number): number[] {
  const counts: number[] = [];
  for (const { sign: own, text } of [...runs, { sign, text: 'x'.repeat(usual) }]) {
    if (own !== sign) continue;
    const length = Math.min(LONGEST, text.length);
    while (counts.length <= length) counts.push(0);
    counts[length] = (counts[length] ?? 0) + 1;
  }
  return sharesOf(counts);
}

/** How often each text occurs, in the order of first occurrence. */
export function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of texts) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
