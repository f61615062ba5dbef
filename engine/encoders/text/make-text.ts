import { createRandom, type Random } from '../../core/random.ts';
import { fillSlot, type SlotSource } from './fill-slot.ts';
import { openKnownSet } from './known-set.ts';
import { openLetters } from './letter-model.ts';
import { openChain, type SegmentChain } from './segment-chain.ts';
import type { SlotLaw } from './slot-law.ts';
import { partsOfTemplate, type TemplatePart } from './slot-marks.ts';
import { remember } from './slot-repeats.ts';
import { piecesOf } from './split-text.ts';
import { fillMarks, type TextMaker } from './text-maker.ts';
import type { TextStats } from './text-stats.ts';

/** Fills the templates of a column. */
export interface TextFiller {
  readonly fill: (template: number, random: Random, maker: TextMaker) => string;
}

interface OpenTemplate {
  readonly parts: readonly TemplatePart[];
  readonly slots: readonly SlotLaw[];
  readonly pool: number;
  /** Template of the last segment before a drawn rest, null at the start of a text. */
  readonly before: string | null;
}

interface Filling {
  readonly template: OpenTemplate;
  /** Draws the fillings; that of a pool if the template has one. */
  readonly fresh: Random;
  readonly random: Random;
  readonly maker: TextMaker;
}

const TRIES = 8;
const NO_LAW: SlotLaw = {};

/** Opens the filler of a column's templates. */
export function openFiller(stats: TextStats): TextFiller {
  const rare = openKnownSet(stats.rare);
  const source: SlotSource = { letters: openLetters(stats.letters), rare, salt: stats.salt };
  const chain = openChain(stats.chain);
  const templates = stats.templates.map(({ key, slots, pool }): OpenTemplate => {
    return { parts: partsOfTemplate(key), slots, pool, before: segmentBefore(key) };
  });
  const fillOnce = fillerOf(source, chain, stats.laws);
  return {
    fill: (at, random, maker) => {
      const template = templates[at];
      if (template === undefined) return maker.word(random);
      for (let tries = 0; tries < TRIES; tries += 1) {
        const pooled = template.pool > 0 && tries < TRIES / 2;
        const fresh = pooled
          ? createRandom(stats.salt, 'pool', at, random.integer(template.pool))
          : random;
        const made = fillOnce({ template, fresh, random, maker });
        if (!rare.has(made.toLowerCase())) return fillMarks(made, maker, random);
      }
      return `${maker.word(random)}${random.integer(90) + 10}`;
    },
  };
}

function fillerOf(source: SlotSource, chain: SegmentChain, laws: TextStats['laws']) {
  const drawSlot = (filling: Filling, type: string, at: number): string => {
    const { template, fresh, maker } = filling;
    const law = template.slots[at] ?? NO_LAW;
    if (!type.startsWith('r')) return fillSlot(source, { type, law, at, maker, random: fresh });
    const count = law.lengths === undefined ? null : fresh.pick(law.lengths);
    const segments = chain.draw(template.before, count, fresh);
    const made = segments.map((one) => fillSegment(one ?? rareSegment(type), filling));
    return withExtension(made.join(type.charAt(1)), type.slice(2));
  };
  const fillSegment = (segment: readonly TemplatePart[] | string, { maker, fresh }: Filling) => {
    const parts = typeof segment === 'string' ? partsOfTemplate(segment) : segment;
    return parts
      .map((one, at) => {
        if (!one.slot) return one.text;
        const law = laws[one.type] ?? NO_LAW;
        return fillSlot(source, { type: one.type, law, at, maker, random: fresh });
      })
      .join('');
  };
  return (filling: Filling) => {
    const slots = { next: 0 };
    return filling.template.parts.reduce((text, part) => {
      if (!part.slot) return text + part.text;
      slots.next += 1;
      return (
        text +
        settleSlot(filling, { before: text, at: slots.next - 1 }, () =>
          drawSlot(filling, part.type, slots.next - 1),
        )
      );
    }, '');
  };
}

/** What the subject had there before, or a new filling; either is remembered. */
function settleSlot(
  { template, maker: { memory }, random }: Filling,
  { before, at }: { readonly before: string; readonly at: number },
  draw: () => string,
): string {
  if (memory === undefined) return draw();
  const made = repeated(template.slots[at] ?? NO_LAW, memory.get(before), random) ?? draw();
  remember(memory, before, made);
  return made;
}

/** One of the subject's fillings after the same text, null for a new one. */
function repeated(
  { again = 0, last = 1 }: SlotLaw,
  known: readonly string[] | undefined,
  random: Random,
): string | null {
  if (known === undefined || again === 0 || random.next() >= again) return null;
  const [latest, ...others] = known;
  if (others.length === 0 || random.next() < last) return latest ?? null;
  return random.pick(others);
}

/** A segment of its own: a frame of a trace, a word of a command line, a level of a path. */
function rareSegment(type: string): readonly TemplatePart[] {
  if (type.charAt(1) !== '|') return [{ slot: true, type: type.charAt(1) === '\\' ? 'wf' : 'ws' }];
  return [
    { slot: false, text: 'C:\\Windows\\System32\\' },
    { slot: true, type: 'ws' },
    { slot: false, text: '.dll+' },
    { slot: true, type: 'xl' },
  ];
}

function withExtension(text: string, extension: string): string {
  if (extension === '' || text.toLowerCase().endsWith(extension.toLowerCase())) return text;
  return text.replace(/\.[a-z][a-z0-9]{1,4}$/i, '') + extension;
}

/** The last segment of what stands before a rest. */
function segmentBefore(key: string): string | null {
  const at = key.search(/\uE000r[^\uE001]*\uE001$/);
  if (at <= 0) return null;
  const separator = key.charAt(at + 2);
  return piecesOf(key.slice(0, at - 1), separator).at(-1) ?? null;
}
