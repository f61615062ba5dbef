import { createRandom, type Random } from '../../core/random.ts';
import { hashText, type KnownSet } from './known-set.ts';
import type { LetterModel } from './letter-model.ts';
import { dateOf, type SlotLaw } from './slot-law.ts';
import type { TextMaker } from './text-maker.ts';

/** What slots are filled from. */
export interface SlotSource {
  readonly letters: LetterModel;
  /** Rare pieces of the training data, which may not come out. */
  readonly rare: KnownSet;
  readonly salt: number;
}

/** A slot to be filled. */
export interface SlotPlace {
  readonly type: string;
  readonly law: SlotLaw;
  /** Position among the slots of its text. */
  readonly at: number;
  readonly maker: TextMaker;
  readonly random: Random;
}

const TRIES = 8;
/** Shorter pieces are met by chance. */
const LEAST_GUARDED = 5;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SMALL = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A filling of the slot's form that is no rare piece of the training data. */
export function fillSlot(source: SlotSource, place: SlotPlace): string {
  const known = commonFilling(place.law, place.random);
  if (known !== null) return known;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const made = freshFilling(source, place);
    if (made.length < LEAST_GUARDED || isPlainNumber(place.type, made)) return made;
    if (!source.rare.has(made.toLowerCase())) return made;
  }
  return letters(SMALL.slice(0, 26), LEAST_GUARDED + 4, place.random);
}

/** Numbers of some digits are met by chance, and a gap among them would tell which were there. */
function isPlainNumber(type: string, made: string): boolean {
  return (type.startsWith('n') && made.length < 8) || type.startsWith('d');
}

/** One of the texts that many subjects have there, null for any other. */
function commonFilling({ common, others }: SlotLaw, random: Random): string | null {
  if (common === undefined) return null;
  const total = common.reduce((sum, [, weight]) => sum + weight, others ?? 0);
  let left = random.next() * total;
  for (const [text, weight] of common) {
    left -= weight;
    if (left < 0) return text;
  }
  return (others ?? 0) > 0 ? null : (common[0]?.[0] ?? null);
}

function freshFilling(source: SlotSource, place: SlotPlace): string {
  const { type, law, random, maker } = place;
  const [kind, form] = [type[0], type.slice(1)];
  switch (kind) {
    case 'w':
      return word(source, place);
    case 'm':
      return mixedWord(lengthOf(law, random, 8), random);
    case 'n':
      return String(numberIn(law, random, 100)).padStart(Number(form) || 1, '0');
    case 'd':
      return dateOf(numberIn(law, random, 365) + (law.edges === undefined ? 18_000 : 0));
    case 'v':
      return version(Number(form), random);
    case 'p':
    case 'x':
    case 'i':
      return hexNumber(place);
    case 'g':
      return cased([8, 4, 4, 4, 12].map((one) => hex(one, random)).join('-'), form);
    case 'h':
      return cased(hashOf(place, source.salt), form);
    case 'b':
    case 'e':
      return blob(kind, lengthOf(law, random, 48), { random, maker });
    case 'l':
      return letters('0123456789', lengthOf(law, random, 18), random);
    default:
      return '-';
  }
}

function word({ letters: model }: SlotSource, { type, law, random, maker }: SlotPlace): string {
  const length = lengthOf(law, random, 7);
  const made = model.isEmpty ? maker.word(random) : model.draw(length, random);
  const small = made.toLowerCase();
  const first = small.charAt(0).toUpperCase() + small.slice(1);
  switch (type[1]) {
    case 's':
      return small;
    case 'c':
      return small.toUpperCase();
    case 'f':
      return first;
    default: {
      const turn = Math.floor(small.length / 2);
      return first.slice(0, turn) + first.charAt(turn).toUpperCase() + first.slice(turn + 1);
    }
  }
}

/** Small letters with a digit in three; begins with a letter that no hex number has. */
function mixedWord(length: number, random: Random): string {
  const body = Array.from({ length: Math.max(0, length - 2) }, () =>
    random.next() < 0.3 ? random.integer(10) : SMALL.charAt(random.integer(26)),
  );
  return `${SMALL.charAt(6 + random.integer(20))}${body.join('')}${random.integer(10)}`;
}

function version(parts: number, random: Random): string {
  const sizes = [20, 20, 20_000, 2000];
  return sizes
    .slice(0, parts)
    .map((size) => random.integer(size))
    .join('.');
}

function hexNumber({ type, law, random }: SlotPlace): string {
  const width = Number(type.slice(2)) || 0;
  const digits =
    law.edges === undefined
      ? hex(width || lengthOf(law, random, 5), random)
      : numberIn(law, random, 2 ** 32).toString(16);
  const padded = digits.padStart(width, '0');
  return (type.startsWith('p') ? '0x' : '') + cased(padded, type[1] ?? 'l');
}

/** The same key has the same hash everywhere. */
function hashOf({ type, at, maker, random }: SlotPlace, salt: number): string {
  const length = Number(type.slice(2));
  if (maker.key === undefined) return hex(length, random);
  const key = hashText(maker.key.toLowerCase(), salt);
  return hex(length, createRandom(key, 'hash', at));
}

/** Base64; that of an encoded command spells words in UTF-16. */
function blob(
  kind: string,
  length: number,
  { random, maker }: { readonly random: Random; readonly maker: TextMaker },
): string {
  if (kind === 'b') return letters(BASE64, length, random);
  const bytes = Math.floor((length * 3) / 4);
  let text = '';
  while (text.length * 2 < bytes) text += `${maker.word(random)} `;
  return Buffer.from(text.slice(0, Math.floor(bytes / 2)), 'utf16le').toString('base64');
}

/** A number of one of the bins. */
function numberIn({ edges = [] }: SlotLaw, random: Random, below: number): number {
  if (edges.length === 0) return random.integer(below);
  const bin = edges.length < 2 ? 0 : random.integer(edges.length - 1);
  const low = edges[bin] as number;
  const high = edges[bin + 1] ?? low;
  return Math.floor(low + random.next() * (high - low + 1));
}

function lengthOf({ lengths = [] }: SlotLaw, random: Random, usual: number): number {
  return lengths.length === 0 ? usual : random.pick(lengths);
}

function hex(length: number, random: Random): string {
  return letters('0123456789abcdef', length, random);
}

function letters(alphabet: string, length: number, random: Random): string {
  let text = '';
  while (text.length < length) text += alphabet.charAt(random.integer(alphabet.length));
  return text;
}

function cased(text: string, form: string): string {
  return form.startsWith('u') ? text.toUpperCase() : text;
}
