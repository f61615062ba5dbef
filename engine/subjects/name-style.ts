import { type AccountStyle, learnAccounts } from './account-style.ts';
import { sharesOf } from './drawn-share.ts';
import {
  COMMON_LABELS,
  COMMON_SHORT_NAMES,
  SERVICE_TEMPLATES,
  SPARE_SUFFIXES,
} from './known-labels.ts';
import { countBy, type IsKept, type LabelLaw, learnLabels, shapeOfLabel } from './label-law.ts';
import { NAME_KINDS, type NameKind, type NameParts, nameParts } from './name-parts.ts';
import type { TreeStyle } from './name-tree.ts';
import { fitPartitionLaw } from './partition-law.ts';

/** How names are built, without any name of the data; plain JSON. */
export interface NameStyle {
  /** Shares of the names of several labels, by kind of `NAME_KINDS`. */
  readonly kinds: readonly number[];
  readonly public: TreeStyle;
  readonly internal: TreeStyle;
  /** Shares of `SERVICE_TEMPLATES`. */
  readonly services: readonly number[];
  readonly short: ShortStyle;
  /** First labels of hosts. */
  readonly host: LabelLaw;
  readonly accounts: AccountStyle;
}

/** Names of one label. */
export interface ShortStyle {
  /** Share of those that are the first label of a longer internal name, and of the common ones. */
  readonly ofHosts: number;
  readonly common: number;
  readonly label: LabelLaw;
}

/** What helps to learn a style. */
export interface NameOptions {
  /** Fewest names (or subjects, where known) that a label or suffix must have; 5 if not given. */
  readonly k?: number;
  /** Number of subjects that hold a name with this label; without it only common labels are kept. */
  readonly holders?: (label: string) => number;
  /** Names of the site's own hosts; if not given, internal names tell how hosts are called. */
  readonly hosts?: readonly string[];
  /** Names of accounts. */
  readonly users?: readonly string[];
}

const K = 5;
const MAX_DEPTH = 7;

/**
 * Learns how names are built.
 *
 * @param found names; how often one occurs does not matter
 * @see docs/methods/names-and-addresses.md
 */
export function learnNameStyle(found: readonly string[], options: NameOptions = {}): NameStyle {
  const k = options.k ?? K;
  const names = [...new Set(found.map((one) => one.toLowerCase()))].filter((one) => one !== '');
  const long = names.filter((one) => one.includes('.')).map((one) => nameParts(one));
  const short = names.filter((one) => !one.includes('.'));
  const ofKind = (kind: NameKind) => long.filter((one) => one.kind === kind);
  const isKept: IsKept = (label) =>
    options.holders === undefined ? COMMON_LABELS.has(label) : options.holders(label) >= k;
  const internal = ofKind('internal');
  return {
    kinds: sharesOf(NAME_KINDS.map((kind) => ofKind(kind).length)),
    public: learnTree(ofKind('public'), { k, isKept, spare: SPARE_SUFFIXES }),
    internal: learnTree(internal, { k, isKept, spare: ['local'] }),
    services: learnServices(names.filter((one) => /(^|\.)_/.test(one))),
    short: learnShort(short, internal, k),
    host: learnLabels(hostLabels(options.hosts, internal), k, () => false),
    accounts: learnAccounts(options.users ?? [], k),
  };
}

function hostLabels(
  hosts: readonly string[] | undefined,
  internal: readonly NameParts[],
): readonly string[] {
  const labels = hosts?.map((one) => (one.split('.')[0] ?? '').toLowerCase());
  return [...new Set(labels ?? internal.flatMap((one) => one.labels.slice(0, 1)))];
}

interface TreeSource {
  readonly k: number;
  readonly isKept: IsKept;
  readonly spare: readonly string[];
}

function learnTree(names: readonly NameParts[], source: TreeSource): TreeStyle {
  const { k, isKept } = source;
  const depths = new Array<number>(MAX_DEPTH + 1).fill(0);
  for (const { labels } of names) {
    const depth = Math.min(MAX_DEPTH, labels.length);
    depths[depth] = (depths[depth] ?? 0) + 1;
  }
  const domains = new Map(names.map((one) => [domainKey(one), one]));
  const leaves = names.filter((one) => one.labels.length > 0);
  const inner = leaves.flatMap((one) => one.labels.slice(1));
  return {
    depths: names.length === 0 ? [0, 1] : sharesOf(depths),
    domains: fitPartitionLaw([[...countBy(names.map(domainKey)).values()]]),
    inners: fitPartitionLaw(innerGroups(leaves)),
    shapes: fitPartitionLaw(
      groupBy(leaves, parentKey, (one) => shapeOfLabel(one.labels[0] ?? '', isKept)),
    ),
    suffixes: learnSuffixes([...domains.values()], source),
    stem: learnLabels([...new Set(names.map(({ stem }) => stem))], k, () => false),
    inner: learnLabels(inner, k, isKept),
    leaf: learnLabels(
      leaves.map((one) => one.labels[0] ?? ''),
      k,
      isKept,
    ),
  };
}

function domainKey({ stem, suffix }: NameParts): string {
  return `${stem}.${suffix}`;
}

function parentKey(one: NameParts): string {
  return [...one.labels.slice(1), domainKey(one)].join('.');
}

/** Names by each label between, grouped by what stands right of it. */
function innerGroups(names: readonly NameParts[]): number[][] {
  const steps = names.flatMap((one) =>
    one.labels.slice(1).map((label, at) => ({
      label,
      parent: [...one.labels.slice(at + 2), domainKey(one)].join('.'),
    })),
  );
  return groupBy(
    steps,
    ({ parent }) => parent,
    ({ label }) => label,
  );
}

/** Sizes of the parts of each group. */
function groupBy<T>(
  items: readonly T[],
  groupOf: (item: T) => string,
  partOf: (item: T) => string,
): number[][] {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const own = groups.get(groupOf(item)) ?? [];
    own.push(partOf(item));
    groups.set(groupOf(item), own);
  }
  return [...groups.values()].map((parts) => [...countBy(parts).values()]);
}

/** Suffixes of k domains or more; the rest is shared among the spare ones. */
function learnSuffixes(domains: readonly NameParts[], { k, spare }: TreeSource) {
  const counts = countBy(domains.map(({ suffix }) => suffix));
  const kept = [...counts].filter(([, count]) => count >= k);
  const rest = domains.length - kept.reduce((sum, [, count]) => sum + count, 0);
  const others = spare.map((one) => [one, Math.max(rest, kept.length > 0 ? 0 : 1)] as const);
  const all = [...kept, ...others.map(([one, count]) => [one, count / spare.length] as const)];
  const shares = sharesOf(all.map(([, count]) => count));
  return all.map(([suffix], at) => [suffix, shares[at] ?? 0] as const);
}

/** How often each template is met; an unknown service counts as the first. */
function learnServices(names: readonly string[]): number[] {
  const tests = SERVICE_TEMPLATES.map((template) => {
    const [left = '', right = ''] = template.split(/\{(?:domain|host)\}/);
    const [head = '', tail = ''] = left.split('{site}');
    return (name: string) =>
      name.startsWith(head) && name.includes(tail, head.length) && name.endsWith(right);
  });
  const counts = SERVICE_TEMPLATES.map(() => 0);
  for (const name of names) {
    const fitting = tests.flatMap((test, at) => (test(name) ? [at] : []));
    const longest = fitting.reduce(
      (best, at) => (lengthOf(at) > lengthOf(best) ? at : best),
      fitting[0] ?? 0,
    );
    counts[longest] = (counts[longest] ?? 0) + 1;
  }
  return names.length === 0 ? SERVICE_TEMPLATES.map((_, at) => Number(at === 0)) : sharesOf(counts);
}

function lengthOf(template: number): number {
  return (SERVICE_TEMPLATES[template] ?? '').replace(/\{\w+\}/g, '').length;
}

function learnShort(names: readonly string[], internal: readonly NameParts[], k: number) {
  const firsts = new Set(internal.map(({ labels, stem }) => labels[0] ?? stem));
  const common = names.filter((one) => COMMON_SHORT_NAMES.includes(one));
  const others = names.filter((one) => !COMMON_SHORT_NAMES.includes(one));
  const ofHosts = others.filter((one) => firsts.has(one));
  const share = (part: readonly string[]) => part.length / Math.max(1, names.length);
  return {
    ofHosts: share(ofHosts),
    common: share(common),
    label: learnLabels(others, k, () => false),
  };
}
