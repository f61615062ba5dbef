import type { Value } from '../core/row.ts';

const COMMON =
  /^(localhost|system|service|local|network|users?|public|default|admin(istrator)?s?|guest|windows|microsoft|authority|update|download|static|images?|server|clients?|mail|www\d*)$/;

/** What a private word stands for: an address, a name with dots, a host's label, an account. */
export type PrivateKind = 'address' | 'name' | 'host' | 'user';

/** Words that stand for somebody: host labels, account names and addresses of the training data. */
export interface PrivateTokens {
  /** True if the text holds one of them, as a whole word. */
  readonly isIn: (text: string) => boolean;
  /** What one word stands for, in any case of letters; null if it is nobody's. */
  readonly kindOf: (word: string) => PrivateKind | null;
}

/** Names of the training data. */
export interface PrivateNames {
  readonly address: readonly Value[];
  readonly fqdn: readonly Value[];
  readonly user: readonly Value[];
  /** Names of the subjects themselves: their first label alone is telling. */
  readonly hosts: readonly Value[];
}

/** Collects the words that no kept text may hold; a host's label goes before an equal account. */
export function privateTokens(names: PrivateNames): PrivateTokens {
  const tokens = new Map<string, PrivateKind>();
  for (const one of names.user) {
    const words = String(one).toLowerCase().split('\\');
    addWord(tokens, words[words.length - 1] ?? '', 'user');
  }
  for (const one of names.fqdn) {
    const name = String(one).toLowerCase();
    if (name.includes('.')) tokens.set(name, 'name');
    else addWord(tokens, name, 'host');
  }
  for (const one of names.hosts)
    addWord(tokens, String(one).toLowerCase().split('.')[0] ?? '', 'host');
  for (const one of names.address) tokens.set(String(one).toLowerCase(), 'address');
  return {
    isIn: (text) => wordsOf(text).some((word) => tokens.has(word)),
    kindOf: (word) => tokens.get(word.toLowerCase()) ?? null,
  };
}

function addWord(tokens: Map<string, PrivateKind>, word: string, kind: PrivateKind): void {
  if (word.length >= 4 && !COMMON.test(word) && !/^\d+$/.test(word)) tokens.set(word, kind);
}

/** Words with and without their dots, e.g. `a.b` gives `a.b`, `a`, `b`; `%5C` parts words, too. */
function wordsOf(text: string): string[] {
  const long = text.toLowerCase().split(/%\d[0-9a-f]|[^a-z0-9.:_-]+/);
  return long.flatMap((word) => [word, word.replace(/[.:]+$/, ''), ...word.split(/[.:]/)]);
}
