import type { Value } from '../core/row.ts';

const COMMON =
  /^(localhost|system|service|local|network|users?|public|default|admin(istrator)?s?|guest|windows|microsoft|authority|update|download|static|images?|server|clients?|mail|www\d*)$/;

/** Words that stand for somebody: host labels, account names and addresses of the training data. */
export interface PrivateTokens {
  /** True if the text holds one of them, as a whole word. */
  readonly isIn: (text: string) => boolean;
}

/** Names of the training data. */
export interface PrivateNames {
  readonly address: readonly Value[];
  readonly fqdn: readonly Value[];
  readonly user: readonly Value[];
  /** Names of the subjects themselves: their first label alone is telling. */
  readonly hosts: readonly Value[];
}

/** Collects the words that no kept text may hold. */
export function privateTokens(names: PrivateNames): PrivateTokens {
  const tokens = new Set<string>();
  for (const one of names.address) tokens.add(String(one).toLowerCase());
  for (const one of names.fqdn) {
    const name = String(one).toLowerCase();
    if (name.includes('.')) tokens.add(name);
    else addWord(tokens, name);
  }
  for (const one of names.hosts) addWord(tokens, String(one).toLowerCase().split('.')[0] ?? '');
  for (const one of names.user) {
    const words = String(one).toLowerCase().split('\\');
    addWord(tokens, words[words.length - 1] ?? '');
  }
  return { isIn: (text) => wordsOf(text).some((word) => tokens.has(word)) };
}

function addWord(tokens: Set<string>, word: string): void {
  if (word.length >= 4 && !COMMON.test(word) && !/^\d+$/.test(word)) tokens.add(word);
}

/** Words with and without their dots, e.g. `a.b` gives `a.b`, `a`, `b`. */
function wordsOf(text: string): string[] {
  const long = text.toLowerCase().split(/[^a-z0-9.:_-]+/);
  return long.flatMap((word) => [word, word.replace(/[.:]+$/, ''), ...word.split(/[.:]/)]);
}
