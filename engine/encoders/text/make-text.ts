import type { Random } from '../../core/random.ts';
import { fillSlot, type SlotSource } from './fill-slot.ts';
import { hashStream, seedOf } from './hash-stream.ts';
import { openKnownSet } from './known-set.ts';
import { openLetters } from './letter-model.ts';
import { type ChainSegment, openChain, type SegmentChain } from './segment-chain.ts';
import type { SlotLaw } from './slot-law.ts';
import { partsOfTemplate, slotMark, slotTypes, type TemplatePart } from './slot-marks.ts';
import { pickRepeat, remember, wholeKey } from './slot-repeats.ts';
import { piecesOf, separatorOf } from './split-text.ts';
import { fillMarks, fillPlaces, type TextMaker } from './text-maker.ts';
import type { TemplateStats, TextStats } from './text-stats.ts';

/** Fills the templates of a column. */
export interface TextFiller {
  readonly fill: (template: number, random: Random, maker: TextMaker) => string;
}

interface OpenTemplate extends TemplateStats {
  readonly at: number;
  readonly parts: readonly TemplatePart[];
  /** Template of the last segment before a drawn rest, null at the start of a text. */
  readonly before: string | null;
}

interface Filling {
  readonly template: OpenTemplate;
  /** Draws the fillings: one of the pool's streams if the template has one. */
  readonly fresh: Random;
  readonly random: Random;
  readonly maker: TextMaker;
}

const TRIES = 8;
/** Tries in which the text may be written anew; after them the template itself is filled. */
const WRITES = 4;
/** Texts of a template without a pool. */
const ENDLESS = 2 ** 32;
/** Words that stand for texts of no template: there are hardly any. */
const FEW_WORDS = 4;
const NO_LAW: SlotLaw = {};
/** Where a drawn rest begins. */
const REST = /\uE000r/;

/** Opens the filler of a column's templates. */
export function openFiller(stats: TextStats): TextFiller {
  const rare = openKnownSet(stats.rare);
  const source: SlotSource = { letters: openLetters(stats.letters), rare, salt: stats.salt };
  const chain = openChain(stats.chain);
  const fillOnce = fillerOf(source, chain, stats.laws);
  const templates = stats.templates.map((one, at): OpenTemplate => {
    return { ...one, at, parts: partsOfTemplate(one.key), before: segmentBefore(one.key) };
  });
  const writtenTemplate = (template: OpenTemplate, key: string | null = null): OpenTemplate => {
    if (key === null || key === template.key) return template;
    const slots = writtenLaws(template, key, { chain, laws: stats.laws });
    return { ...template, key, slots, parts: partsOfTemplate(key) };
  };
  const fillNew = (template: OpenTemplate, random: Random, maker: TextMaker) => {
    const seed = seedOf(stats.salt, template.at, random.integer(template.pool || ENDLESS));
    for (let tries = 0; tries < TRIES; tries += 1) {
      const fresh = hashStream(seedOf(seed, tries));
      const used =
        tries < WRITES ? writtenTemplate(template, maker.write?.(template, fresh)) : template;
      const made = fillOnce({ template: used, fresh, random, maker });
      const isFree = used === template || (maker.allows?.(made) ?? true);
      if (isFree && !rare.has(made.toLowerCase())) return fillPlaces(made, maker, fresh);
    }
    const last = hashStream(seed);
    return `${maker.word(last)}${last.integer(90) + 10}`;
  };
  return {
    fill: (at, random, maker) => {
      const template = templates[at];
      if (template === undefined) return maker.word(hashStream(random.integer(FEW_WORDS)));
      const known = maker.memory?.get(wholeKey(at));
      const made = pickRepeat(template, known, random) ?? fillNew(template, random, maker);
      if (maker.memory !== undefined) remember(maker.memory, wholeKey(at), made);
      return fillMarks(made, maker, random);
    },
  };
}

/**
 * Laws of the slots of a text that was written anew: where it begins as the template does, the
 * template's; in a segment that is known, the segment's; else those of their types.
 */
function writtenLaws(
  template: OpenTemplate,
  key: string,
  { chain, laws }: { readonly chain: SegmentChain; readonly laws: TextStats['laws'] },
): SlotLaw[] {
  const head = template.key.split(REST)[0] ?? '';
  const own = key.startsWith(head) ? template.slots.slice(0, slotTypes(head).length) : [];
  const known = piecesOf(key, separatorOf(key)).flatMap((segment) => {
    const inside = chain.lawsOf(segment);
    return slotTypes(segment).map((type, slot) => inside[slot] ?? laws[type] ?? NO_LAW);
  });
  return known.map((law, slot) => own[slot] ?? law);
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
  const partsOf = remembered(partsOfTemplate);
  const fillSegment = ({ template, laws: own }: ChainSegment, { maker, fresh }: Filling) => {
    const slots = { next: 0 };
    return partsOf(template).reduce((text, part) => {
      if (!part.slot) return text + part.text;
      const at = slots.next;
      slots.next += 1;
      const law = own[at] ?? laws[part.type] ?? NO_LAW;
      return text + fillSlot(source, { type: part.type, law, at, maker, random: fresh });
    }, '');
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

/** What the subject had there before, or a new filling; texts of a pool are left as they are. */
function settleSlot(
  { template, maker: { memory }, random }: Filling,
  { before, at }: { readonly before: string; readonly at: number },
  draw: () => string,
): string {
  if (memory === undefined) return draw();
  const law = template.pool > 0 ? NO_LAW : (template.slots[at] ?? NO_LAW);
  const made = pickRepeat(law, memory.get(before), random) ?? draw();
  remember(memory, before, made);
  return made;
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text) ?? read(text);
    known.set(text, before);
    return before;
  };
}

/** A segment of its own: a frame of a trace, a word of a command line, a level of a path. */
function rareSegment(type: string): ChainSegment {
  const word = slotMark(type.charAt(1) === '\\' ? 'wf' : 'ws');
  const frame = `C:\\Windows\\System32\\${word}.dll+${slotMark('xl')}`;
  return { template: type.charAt(1) === '|' ? frame : word, laws: [] };
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
