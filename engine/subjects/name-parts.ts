import { parse } from 'tldts';
import { SPECIAL_SUFFIXES } from './known-labels.ts';

/** What a name of several labels is about. */
export const NAME_KINDS = ['public', 'internal', 'service', 'reverse4', 'reverse6'] as const;

export type NameKind = (typeof NAME_KINDS)[number];

/** A name of several labels taken apart. */
export interface NameParts {
  readonly kind: NameKind;
  /** Labels left of the domain, from the left. */
  readonly labels: readonly string[];
  /** The domain's own label; empty where the name is a suffix alone. */
  readonly stem: string;
  /** What anybody may have names under, e.g. `co.uk`; empty where somebody made up the last label. */
  readonly suffix: string;
}

const OPTIONS = { validateHostname: false, extractHostname: false };

/**
 * Takes a name of two labels or more apart by the public suffix list (its registries' part, so
 * that a company's suffix such as `github.io` counts as a domain of it).
 *
 * @see publicsuffix.org
 */
export function nameParts(name: string): NameParts {
  const lower = name.toLowerCase();
  const { publicSuffix, domainWithoutSuffix, subdomain, isIcann } = parse(lower, OPTIONS);
  const suffix = publicSuffix ?? lower.slice(lower.lastIndexOf('.') + 1);
  const isRegistered = isIcann === true;
  const kind = kindOf(lower, suffix, isRegistered);
  if (!isRegistered && !SPECIAL_SUFFIXES.includes(suffix)) {
    return { kind, labels: lower.split('.').slice(0, -1), stem: suffix, suffix: '' };
  }
  const labels = (subdomain ?? '').split('.').filter((one) => one !== '');
  return { kind, labels, stem: domainWithoutSuffix ?? '', suffix };
}

function kindOf(name: string, suffix: string, isRegistered: boolean): NameKind {
  if (suffix === 'in-addr.arpa') return 'reverse4';
  if (suffix === 'ip6.arpa') return 'reverse6';
  if (/(^|\.)_/.test(name)) return 'service';
  return isRegistered ? 'public' : 'internal';
}
