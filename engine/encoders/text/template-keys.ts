import { PUBLIC_DIRECTORIES } from '../public-values.ts';
import { holdsMarks, slotMark } from './slot-marks.ts';
import type { Segment, SplitText } from './split-text.ts';
import type { TextToken } from './text-token.ts';

/** A template of a text, with what stands in its slots. */
export interface TemplateUse {
  readonly key: string;
  /** In order: the text in the slot, and what stands before it. */
  readonly slots: readonly { readonly text: string; readonly before: string }[];
}

/** Ways to write texts as templates, from the most to the least specific; null where none applies. */
export interface TemplateKeys {
  readonly rounds: number;
  /** Rounds from here on need no support: they hold nothing of the data. */
  readonly free: number;
  readonly keyOf: (text: SplitText, round: number) => string | null;
  /** What stands in the slots of that round's template. */
  readonly useOf: (text: SplitText, round: number) => TemplateUse | null;
  /** A segment with its common words; everything else is slots. */
  readonly looseOf: (segment: Segment) => string;
  /** What stands in the slots of that. */
  readonly looseSlots: (segment: Segment) => readonly string[];
}

const DEEPEST = 14;
const EXTENSION = /\.[a-z][a-z0-9]{1,4}$/i;
const PUBLIC_EXTENSION =
  /^\.(exe|dll|sys|tmp|log|txt|dat|ps1|psm1|bat|cmd|vbs|js|lnk|pf|xml|ini|db|etl|json|zip|msi|so|sh|py)$/i;
const PUBLIC_HEADS = new Set(PUBLIC_DIRECTORIES.map((one) => one.toLowerCase()));
/** Ways to write a whole text, by round: which common pieces stay. */
const PREFIXES = 3;
const BARE = PREFIXES + 2 * DEEPEST;
const PUBLIC = BARE + 1;
const WHOLE = PUBLIC + 1;
const always = () => true;
const LOOSE = 1;
const WHOLE_WAYS = [
  { round: 0, isLiteral: always },
  { round: LOOSE, isLiteral: ({ slot }: TextToken) => slot.startsWith('w') || slot === 'm' },
  { round: 2, isLiteral: ({ slot }: TextToken) => slot.startsWith('w') },
  { round: BARE, isLiteral: () => false },
] as const;

/** What is drawn for the end of a text: separator, then the extension of the last segment. */
export function restSlot(separator: string, extension: string): string {
  return `r${separator}${extension}`;
}

/**
 * Opens the ways to write templates.
 *
 * First with all common pieces, then with common words alone (with and without those that hold
 * digits), then ever shorter heads (of common
 * words and slots) with a drawn rest, with and without the extension; then signs alone; at last a
 * public head.
 */
export function templateKeys(common: ReadonlySet<string>): TemplateKeys {
  const whole = WHOLE_WAYS.map((way) => {
    const isLiteral = (token: TextToken) => way.isLiteral(token) && common.has(token.text);
    return { ...way, isLiteral, segmentOf: cached((one) => render(one.tokens, isLiteral)) };
  });
  const loose = whole[LOOSE] as (typeof whole)[number];
  const headOf = headReader(loose.segmentOf);
  const keyOf = (text: SplitText, round: number) => {
    const way = whole.find((one) => one.round === round);
    if (way !== undefined) return text.segments.map(way.segmentOf).join(text.separator);
    const head = headAt(text, round);
    if (head === null) return null;
    return (head.literal ?? headOf(text, head.length)) + slotMark(head.rest);
  };
  const slotsOf = (text: SplitText, round: number) => {
    const way = whole.find((one) => one.round === round);
    if (way !== undefined) return slotsIn(text, text.segments.length, way.isLiteral);
    const head = headAt(text, round);
    return withRest(
      text,
      head?.length ?? 0,
      head?.literal === undefined ? loose.isLiteral : always,
    );
  };
  return {
    rounds: WHOLE + 1,
    free: PUBLIC,
    keyOf,
    useOf: (text, round) => {
      const key = keyOf(text, round);
      return key === null ? null : { key, slots: slotsOf(text, round) };
    },
    looseOf: loose.segmentOf,
    looseSlots: ({ tokens }) =>
      tokens.filter((one) => isDrawn(one, loose.isLiteral)).map(({ text }) => text),
  };
}

/** What stays of a text before its drawn rest. */
interface Head {
  /** Number of segments. */
  readonly length: number;
  /** Public text in the place of the segments' own. */
  readonly literal?: string;
  readonly rest: string;
}

function headAt(text: SplitText, round: number): Head | null {
  if (round === WHOLE) return { length: 0, literal: '', rest: restSlot(text.separator, '') };
  return round === PUBLIC ? publicHead(text) : prefixOf(text, round);
}

/** Which head and rest a round asks for; null if the text is too short or has no extension. */
function prefixOf(text: SplitText, round: number): Head | null {
  const step = round - PREFIXES;
  const length = DEEPEST - (step >> 1);
  if (length < 1 || text.segments.length <= length) return null;
  if (step % 2 === 1) return { length, rest: restSlot(text.separator, '') };
  const extension = EXTENSION.exec(text.segments.at(-1)?.text ?? '')?.[0];
  return extension === undefined ? null : { length, rest: restSlot(text.separator, extension) };
}

function headReader(looseOf: (segment: Segment) => string) {
  const known = new WeakMap<SplitText, string[]>();
  return (text: SplitText, length: number) => {
    const heads = known.get(text) ?? [''];
    for (let at = heads.length - 1; at < text.segments.length; at += 1) {
      const segment = text.segments[at] as Segment;
      heads.push(`${heads[at] as string}${looseOf(segment)}${text.separator}`);
    }
    known.set(text, heads);
    return heads[length] ?? '';
  };
}

/** The longest directory that every installation has, and the extension if it is a usual one. */
function publicHead({ segments, separator }: SplitText): Head | null {
  if (separator !== '\\' && separator !== '/') return null;
  const extension = EXTENSION.exec(segments.at(-1)?.text ?? '')?.[0]?.toLowerCase() ?? '';
  const known = PUBLIC_EXTENSION.test(extension) ? extension : '';
  const texts = segments.map((one) => one.text);
  for (let length = segments.length - 1; length > 0; length -= 1) {
    const head = texts.slice(0, length).join(separator);
    const isRoot = head === '' || /^[a-z]:$/i.test(head);
    if (!isRoot && !PUBLIC_HEADS.has(head.toLowerCase())) continue;
    return { length, literal: head + separator, rest: restSlot(separator, known) };
  }
  return null;
}

type IsLiteral = (token: TextToken) => boolean;

function cached(write: (segment: Segment) => string): (segment: Segment) => string {
  const known = new Map<Segment, string>();
  return (segment) => {
    const before = known.get(segment);
    if (before !== undefined) return before;
    const key = write(segment);
    known.set(segment, key);
    return key;
  };
}

function render(tokens: readonly TextToken[], isLiteral: IsLiteral): string {
  let key = '';
  for (const token of tokens) {
    key += isSlot(token, isLiteral) ? slotText(token) : token.text;
  }
  return key;
}

/** Signs stay; an address gives way to the made world's. */
function isSlot(token: TextToken, isLiteral: IsLiteral): boolean {
  return (token.slot !== '' && !isLiteral(token)) || holdsMarks(token.text);
}

/** Addresses are the made world's, all other slots are filled from their law. */
function isDrawn(token: TextToken, isLiteral: IsLiteral): boolean {
  return isSlot(token, isLiteral) && token.slot !== 'a';
}

function slotText(token: TextToken): string {
  return token.slot === 'a' ? '{address}' : slotMark(token.slot === '' ? 'o' : token.slot);
}

function slotsIn(text: SplitText, length: number, isLiteral: IsLiteral) {
  const slots: { text: string; before: string }[] = [];
  let before = '';
  for (const [at, segment] of text.segments.slice(0, length).entries()) {
    if (at > 0) before += text.separator;
    for (const token of segment.tokens) {
      if (isDrawn(token, isLiteral)) slots.push({ text: token.text, before });
      before += token.text;
    }
  }
  return slots;
}

function withRest(text: SplitText, head: number, isLiteral: IsLiteral) {
  const slots = slotsIn(text, head, isLiteral);
  const texts = text.segments.map((one) => one.text);
  const before = texts
    .slice(0, head)
    .map((one) => one + text.separator)
    .join('');
  return [...slots, { text: texts.slice(head).join(text.separator), before }];
}
