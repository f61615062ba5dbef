import { permuted } from './keyed-permutation.ts';
import { shapeOfLabel } from './label-law.ts';

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const HEXADECIMAL = `${DIGITS}abcdef`;
const MIXED = DIGITS + LETTERS;

/** Code units beyond ASCII, short of surrogates. */
const [FOREIGN_FROM, FOREIGN_TO] = [0xa1, 0xd7ff];

/**
 * Replaces a label by another of the same shape: letters by letters, digits by digits,
 * hexadecimal by hexadecimal; dashes, dots and other signs stay.
 *
 * A permutation of the labels of a shape, so that different labels stay different. Labels of which
 * `isKept` holds stay, and none else becomes one of them.
 *
 * @param label in lower case
 */
export function permutedLabel(
  label: string,
  key: Uint8Array,
  isKept: (label: string) => boolean,
): string {
  if (isKept(label)) return label;
  const kind = kindOf(label);
  const radices = [...indexed(label)].map((unit) => alphabetOf(unit, kind));
  const size = radices.reduce((product, one) => product * BigInt(one.size), 1n);
  const tweak = `${kind}|${maskOf(label, kind)}`;
  let number = 0n;
  for (const [at, one] of radices.entries()) {
    number = number * BigInt(one.size) + BigInt(one.position(label[at] as string));
  }
  for (;;) {
    number = permuted(number, size, { key, tweak });
    const text = written(number, radices);
    if (kindOf(text) === kind && !isKept(text)) return text;
  }
}

interface Alphabet {
  readonly size: number;
  readonly position: (unit: string) => number;
  readonly unit: (position: number) => string;
}

/** Code units, one by one. */
function indexed(label: string): string[] {
  return Array.from({ length: label.length }, (_, at) => label[at] as string);
}

function written(number: bigint, radices: readonly Alphabet[]): string {
  let left = number;
  const units: string[] = [];
  for (const one of [...radices].reverse()) {
    units.push(one.unit(Number(left % BigInt(one.size))));
    left /= BigInt(one.size);
  }
  return units.reverse().join('');
}

/** Plain labels go unit by unit; machine-made ones by one alphabet. */
function kindOf(label: string): 'plain' | 'h' | 'r' {
  const shape = shapeOfLabel(label, () => false);
  return shape === 'h' || shape === 'r' ? shape : 'plain';
}

function maskOf(label: string, kind: string): string {
  if (kind !== 'plain') return String(label.length);
  return label
    .replace(/[a-z]/g, 'w')
    .replace(/\d/g, 'd')
    .replace(/[\u00a1-\ud7ff]/g, 'u');
}

function alphabetOf(unit: string, kind: 'plain' | 'h' | 'r'): Alphabet {
  if (kind === 'h') return ofUnits(HEXADECIMAL);
  if (kind === 'r') return ofUnits(MIXED);
  if (/[a-z]/.test(unit)) return ofUnits(LETTERS);
  if (/\d/.test(unit)) return ofUnits(DIGITS);
  const code = unit.charCodeAt(0);
  if (code < FOREIGN_FROM || code > FOREIGN_TO) return ofUnits(unit);
  return {
    size: FOREIGN_TO - FOREIGN_FROM + 1,
    position: (one) => one.charCodeAt(0) - FOREIGN_FROM,
    unit: (position) => String.fromCharCode(position + FOREIGN_FROM),
  };
}

function ofUnits(units: string): Alphabet {
  return {
    size: units.length,
    position: (one) => units.indexOf(one),
    unit: (position) => units[position] as string,
  };
}
