import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { drawLognormal } from './heavy-tail.ts';
import { createZipf, type Zipf } from './zipf.ts';

/** A name that resolves, and how its servers behave. */
export interface NameEntry {
  readonly fqdn: string;
  /** Alias that the resolver walks through first. */
  readonly alias: string | null;
  readonly addresses: readonly string[];
  readonly ttlS: number;
  /** Round trip from the site. */
  readonly rttUs: number;
  /** Ranks of the names whose parts its pages embed. */
  readonly embeds: readonly number[];
}

/** The names outside the site, by popularity rank. */
export interface NameSpace {
  readonly entries: readonly NameEntry[];
  readonly popularity: Zipf;
  /** Names that do not exist. */
  readonly missing: readonly string[];
  readonly updates: NameEntry;
  readonly telemetry: NameEntry;
  readonly time: NameEntry;
  readonly voice: NameEntry;
  readonly exchangers: readonly NameEntry[];
}

/** Exponent of the popularity of names; Breslau et al. 1999 found .64 to .83 for web requests. */
export const POPULARITY_EXPONENT = 0.8;

/** Lifetimes of answers, seconds; short ones prevail, as content networks use them. */
export const TTL_CHOICES = [30, 60, 60, 300, 300, 300, 3600, 3600, 86_400] as const;

const STARTS = ['bel', 'cor', 'dra', 'fen', 'gal', 'hol', 'kes', 'lor', 'mar', 'nor', 'oss', 'pel'];
const MIDDLES = ['a', 'an', 'e', 'er', 'i', 'in', 'o', 'or', 'u', 'ul', 'ya', 'en'];
const ENDS = [
  'dale',
  'mont',
  'quay',
  'rick',
  'sel',
  'tor',
  'vane',
  'wick',
  'xis',
  'by',
  'ford',
  'lin',
];
const TRADES = ['', '', '', '-parts', '-news', '-cloud', '-books', '-travel', '-works', '-media'];
const LABELS = [
  'www',
  'www',
  'www',
  'api',
  'cdn',
  'static',
  'img',
  'login',
  'media',
  'app',
  'edge',
];

/** Draws the names outside the site and what they resolve to. */
export function createNameSpace(count: number, domain: string, random: Random): NameSpace {
  const taken = new Set<string>();
  const popularity = createZipf(count, POPULARITY_EXPONENT);
  const pool = Array.from({ length: Math.ceil(count * 0.7) }, (_, index) => outside(index, random));
  const entry = (fqdn: string) => nameEntry(fqdn, { pool, popularity, random });
  const entries = Array.from({ length: count }, () => entry(inventName(taken, random)));
  const missing = ['wpad', 'isatap', 'oldprint', 'build2', 'intranet-old'].map(
    (one) => `${one}.${domain}`,
  );
  for (let index = 0; index < 15; index += 1) missing.push(inventName(taken, random));
  return {
    entries,
    popularity,
    missing,
    updates: entry('download.fenwick-updates.example'),
    telemetry: entry('collector.lantern-agent.example'),
    time: { ...entry('time.quayclock.example'), addresses: ['198.51.100.123'] },
    voice: entry('sip.bellmont-voice.example'),
    exchangers: Array.from({ length: 12 }, (_, at) =>
      entry(`mx${at + 1}.${inventDomain(taken, random)}`),
    ),
  };
}

interface Surroundings {
  readonly pool: readonly string[];
  readonly popularity: Zipf;
  readonly random: Random;
}

function nameEntry(fqdn: string, { pool, popularity, random }: Surroundings): NameEntry {
  const first = random.integer(pool.length);
  const size = 1 + (random.next() < 0.3 ? random.integer(4) : 0);
  const addresses = Array.from({ length: size }, (_, at) =>
    defined(pool[(first + at) % pool.length], 'the address pool is empty'),
  );
  const alias =
    random.next() < 0.3
      ? `${fqdn.split('.')[0]}-${random.integer(9000) + 1000}.gridserve.test`
      : null;
  return {
    fqdn,
    alias,
    addresses: [...new Set(addresses)],
    ttlS: random.pick(TTL_CHOICES),
    rttUs: Math.floor(Math.max(2000, drawLognormal({ median: 18_000, sigma: 0.8 }, random))),
    embeds: Array.from({ length: 3 + random.integer(6) }, () => popularity.draw(random)),
  };
}

/** An address of the ranges kept for documentation and benchmarks (RFC 5737, RFC 2544). */
function outside(index: number, random: Random): string {
  if (index % 23 === 0) return `203.0.113.${1 + (Math.floor(index / 23) % 254)}`;
  const second = 18 + random.integer(2);
  return `198.${second}.${random.integer(256)}.${1 + random.integer(254)}`;
}

function inventName(taken: Set<string>, random: Random): string {
  return `${random.pick(LABELS)}.${inventDomain(taken, random)}`;
}

function inventDomain(taken: Set<string>, random: Random): string {
  for (let attempt = 0; ; attempt += 1) {
    const stem =
      random.pick(STARTS) + random.pick(MIDDLES) + random.pick(ENDS) + random.pick(TRADES);
    const unique = attempt > 20 ? `${stem}${random.integer(100_000)}` : stem;
    const name = `${unique}.${random.next() < 0.85 ? 'example' : 'test'}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
