import { likenessOf } from '../pairs/distribution-accuracy.ts';
import { distinctLikeness } from './distinct-share.ts';
import { lengthBin } from './length-bins.ts';
import type { TextKind } from './text-columns.ts';
import { NO_FORM } from './text-form.ts';
import { CHARACTER_CLASSES, type TextShape } from './text-shape.ts';

/** Names a cell, and how often it occurs in the text. */
export type AddCell = (cell: string, weight: number) => void;

/** A likeness of two sides' texts, by what is counted of each text. */
export interface TextMeasure {
  /** Last part of the score's id. */
  readonly id: string;
  readonly label: string;
  /** Adds what one text holds. */
  readonly tally: (shape: TextShape, add: AddCell, text: string) => void;
  readonly likeness: (original: Float64Array, synthetic: Float64Array) => number;
  readonly appliesTo: (kind: TextKind) => boolean;
}

const always = () => true;
const accuracy = (one: Float64Array, other: Float64Array) => likenessOf(one, other).value;

/** All measures, in the order in which they are shown. */
export const TEXT_MEASURES: readonly TextMeasure[] = [
  gramMeasure(1, 'single tokens'),
  gramMeasure(2, 'pairs of tokens'),
  gramMeasure(3, 'triples of tokens'),
  counted('templates', 'templates', ({ template }) => template),
  {
    ...counted('knownTemplates', 'synthetic texts of a known template', ({ template }) => template),
    likeness: shareOfKnown,
  },
  {
    ...counted(
      'coveredTemplates',
      'original texts whose template is met',
      ({ template }) => template,
    ),
    likeness: (original, synthetic) => shareOfKnown(synthetic, original),
  },
  {
    ...counted('classes', 'classes of characters', () => ''),
    tally: ({ classes }, add) => {
      for (const [at, count] of classes.entries()) {
        if (count > 0) add(CHARACTER_CLASSES[at] ?? '', count);
      }
    },
  },
  counted('lengths', 'lengths', ({ length }) => String(lengthBin(length))),
  counted('depths', 'labels, parts or words', ({ depth }) => String(lengthBin(depth))),
  {
    ...counted('forms', 'forms by grammar', ({ form }) => form),
    appliesTo: (kind) => kind !== 'text',
  },
  {
    ...counted('valid', 'share of valid texts', ({ form }) =>
      form === NO_FORM ? NO_FORM : 'valid',
    ),
    appliesTo: (kind) => kind !== 'text',
  },
  {
    ...counted('distinct', 'distinct texts at equal numbers of rows', () => ''),
    tally: (_, add, text) => add(text, 1),
    likeness: distinctLikeness,
  },
];

/** Share of the second side's weight in cells that the first side holds, too. */
export function shareOfKnown(known: Float64Array, asked: Float64Array): number {
  let [sum, met] = [0, 0];
  for (let cell = 0; cell < asked.length; cell += 1) {
    const weight = asked[cell] as number;
    sum += weight;
    if ((known[cell] ?? 0) > 0) met += weight;
  }
  return sum === 0 ? 0 : met / sum;
}

function counted(id: string, label: string, cellOf: (shape: TextShape) => string): TextMeasure {
  const tally = (shape: TextShape, add: AddCell) => add(cellOf(shape), 1);
  return { id, label, tally, likeness: accuracy, appliesTo: always };
}

function gramMeasure(order: number, label: string): TextMeasure {
  const tally = ({ grams }: TextShape, add: AddCell) => {
    for (const gram of grams[order - 1] ?? []) add(gram, 1);
  };
  return { id: `tokens${order}`, label, tally, likeness: accuracy, appliesTo: always };
}
