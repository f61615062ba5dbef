import { assertNever } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Lognormal } from './heavy-tail.ts';

/** A program and what it does when it starts; texts are templates. */
export interface Program {
  readonly image: string;
  readonly commandLines: readonly string[];
  /** Seconds; null for what runs until somebody ends it. */
  readonly life: Lognormal | null;
  readonly libraries: readonly string[];
  readonly files: readonly string[];
  readonly keys: readonly string[];
  /** Pipes that it makes (kind 17) or connects to (kind 18). */
  readonly pipes: readonly PipeUse[];
}

/** A pipe's name and what a program does with it. */
export interface PipeUse {
  readonly kind: 17 | 18;
  readonly name: string;
}

/** What templates are filled from. */
export interface Slots {
  readonly user: string;
  readonly host: string;
  readonly random: Random;
}

const SLOT_NAMES = ['user', 'host', 'guid', 'hex', 'n', 'doc', 'word'] as const;

const WORDS = [
  'budget',
  'minutes',
  'offer',
  'plan',
  'report',
  'roster',
  'stock',
  'survey',
  'tender',
];

/** Fills the slots `{user} {host} {guid} {hex} {n} {doc} {word}` of a template. */
export function fillTemplate(template: string, slots: Slots): string {
  return template.replace(/\{(user|host|guid|hex|n|doc|word)\}/g, (_, name) => fill(name, slots));
}

function fill(name: (typeof SLOT_NAMES)[number], { user, host, random }: Slots): string {
  switch (name) {
    case 'user':
      return user;
    case 'host':
      return host.split('.')[0] ?? host;
    case 'guid':
      return [8, 4, 4, 4, 12].map((digits) => randomHex(digits, random)).join('-');
    case 'hex':
      return randomHex(8, random);
    case 'n':
      return String(1000 + random.integer(9000));
    case 'doc':
      return `${random.pick(WORDS)}-${2020 + random.integer(5)}-${1 + random.integer(40)}`;
    case 'word':
      return random.pick(WORDS);
    default:
      return assertNever(name);
  }
}

function randomHex(digits: number, random: Random): string {
  let text = '';
  while (text.length < digits) text += random.integer(16).toString(16);
  return text;
}
