import type { Random } from '../../core/random.ts';
import { hashText } from './known-set.ts';

/** Where the made parts of a text come from: names of the synthetic world. */
export interface TextMaker {
  /** The account that stands for `{user}`. */
  readonly account: () => string;
  readonly word: (random: Random) => string;
  /** A host's label, e.g. the subject's own; a word where it is left out. */
  readonly host?: () => string;
  /** A name with dots. */
  readonly name?: () => string;
  /** An address of the made world. */
  readonly address?: () => string;
  /** The account's security identifier; follows from the account where it is left out. */
  readonly sid?: () => string;
  /** What the row is about, e.g. its file: equal keys give equal hashes. */
  readonly key?: string;
  /** Fillings of the subject so far, by the text before them; empty for a new subject. */
  readonly memory?: Map<string, string[]>;
  /** Writes the text of a template anew, with framed slots; null where the template itself is filled. */
  readonly write?: (template: WrittenTemplate, random: Random) => string | null;
  /** False for a text written anew that holds what is too rare to leave, now that it is filled. */
  readonly allows?: (text: string) => boolean;
}

/** A template whose text may be written anew. */
export interface WrittenTemplate {
  /** Position among the column's templates. */
  readonly at: number;
  /** Distinct texts from which all subjects draw, whatever goes with them; 0 for no end of them. */
  readonly pool: number;
}

const MARKS = /\{(user|sid|host|name|address)\}/g;
const PLACES = /\{(host|name|address)\}/g;

/** Puts the made world's names in the place of the marks. */
export function fillMarks(text: string, maker: TextMaker, random: Random): string {
  if (!text.includes('{')) return text;
  return text.replace(MARKS, (_, mark: string) => nameFor(mark, maker, random));
}

/** The same but for the account's marks, which are the subject's own wherever a text comes back. */
export function fillPlaces(text: string, maker: TextMaker, random: Random): string {
  if (!text.includes('{')) return text;
  return text.replace(PLACES, (_, mark: string) => nameFor(mark, maker, random));
}

function nameFor(mark: string, maker: TextMaker, random: Random): string {
  switch (mark) {
    case 'user':
      return maker.account();
    case 'sid':
      return maker.sid?.() ?? sidOf(maker.account());
    case 'host':
      return maker.host?.() ?? maker.word(random);
    case 'name':
      return maker.name?.() ?? `${maker.word(random)}.${maker.word(random)}.example`;
    default:
      return maker.address?.() ?? freshAddress(random);
  }
}

/** A domain account's identifier that follows from the account's name alone. */
export function sidOf(account: string): string {
  const [realm = '', name] = account.includes('\\') ? account.split('\\') : ['', account];
  const parts = [1, 2, 3].map((salt) => 1_000_000_000 + (hashText(realm, salt) % 3_000_000_000));
  return `S-1-5-21-${parts.join('-')}-${1101 + (hashText(name ?? '', 4) % 8000)}`;
}

function freshAddress(random: Random): string {
  return ['10', 0, 0, 0].map((one) => (one === 0 ? random.integer(254) + 1 : one)).join('.');
}
