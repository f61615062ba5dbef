import type { PrivateKind } from '../private-tokens.ts';
import { type KnownSetStats, openKnownSet, writeKnownSet } from './known-set.ts';

/** Filters of the private names that stand in a column's texts, by what they name. */
export type NameSets = Readonly<Partial<Record<PrivateKind, KnownSetStats>>>;

/** What a run of letters names; null if it is nobody's. */
export type KindOfName = (run: string) => PrivateKind | null;

const PROFILE =
  /((?:[a-z]:|%systemdrive%)(?:\\|%5C)(?:users|documents and settings)(?:\\|%5C))(?!public(?:\\|%5C|$)|default(?:\\|%5C|$)|all users(?:\\|%5C|$))([^\\"%|]+)/gi;
const HOME = /(^|[\s"'=:])(\/home\/)([^/\s"']+)/g;
const ACCOUNT_SID = /S-1-5-21(?:-\d+){3,4}/g;
const RUNS = /%\d[0-9A-F]|[a-zA-Z0-9.:_-]+/g;
const KINDS: readonly PrivateKind[] = ['address', 'name', 'host', 'user'];

/** Puts `{user}` in the place of the account of a profile directory, `{sid}` in that of its number. */
export function withoutAccount(value: string): string {
  const bare = value.includes('S-1-5-21-') ? value.replace(ACCOUNT_SID, '{sid}') : value;
  if (!/users|settings|home/i.test(bare)) return bare;
  return bare.replace(PROFILE, '$1{user}').replace(HOME, '$1$2{user}');
}

/** Puts a mark such as `{host}` in the place of every private name. */
export function withoutNames(text: string, kindOf: KindOfName): string {
  return text.replace(RUNS, (run) => (run.startsWith('%') ? run : bareRun(run, kindOf)));
}

/** A whole run, the run without its last points, or its parts between points. */
function bareRun(run: string, kindOf: KindOfName): string {
  const whole = kindOf(run);
  if (whole !== null) return `{${whole}}`;
  const [, body = '', end = ''] = /^(.*?)([.:]*)$/.exec(run) ?? [];
  const inner = end === '' ? null : kindOf(body);
  if (inner !== null) return `{${inner}}${end}`;
  if (!/[.:]/.test(run)) return run;
  const parts = run.split(/([.:])/);
  return parts.map((part) => markOf(part, kindOf) ?? part).join('');
}

function markOf(part: string, kindOf: KindOfName): string | null {
  const kind = part.length < 2 ? null : kindOf(part);
  return kind === null ? null : `{${kind}}`;
}

/** Writes the private names that occur in texts into one filter a kind. */
export function writeNameSets(
  texts: Iterable<string>,
  { kindOf, salt }: { readonly kindOf: KindOfName; readonly salt: number },
): NameSets {
  const found = new Map<PrivateKind, Set<string>>(KINDS.map((kind) => [kind, new Set()]));
  const cached = rememberKinds((run) => {
    const kind = kindOf(run);
    if (kind !== null) found.get(kind)?.add(run.toLowerCase());
    return kind;
  });
  for (const text of texts) withoutNames(text, cached);
  const held = [...found].filter(([, names]) => names.size > 0);
  return Object.fromEntries(held.map(([kind, names]) => [kind, writeKnownSet(names, salt)]));
}

/** Tells private names by the filters alone. */
export function openNameSets(sets: NameSets): KindOfName {
  const open = KINDS.flatMap((kind) => {
    const stats = sets[kind];
    return stats === undefined ? [] : [{ kind, known: openKnownSet(stats) }];
  });
  if (open.length === 0) return () => null;
  return rememberKinds((run) => {
    const lower = run.toLowerCase();
    return open.find(({ known }) => known.has(lower))?.kind ?? null;
  });
}

function rememberKinds(kindOf: KindOfName): KindOfName {
  const known = new Map<string, PrivateKind | null>();
  return (run) => {
    const before = known.get(run);
    if (before !== undefined) return before;
    const kind = kindOf(run);
    if (known.size < 200_000) known.set(run, kind);
    return kind;
  };
}
