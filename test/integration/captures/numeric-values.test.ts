import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  analyzeNumeric,
  type NumericStats,
  numericEncoder,
} from '../../../engine/encoders/numeric-encoder.ts';

const DATA = process.env.ENTWINE_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const FILE = join(DATA, 'netflow-ugr16', 'ugr16-2016-04-11.csv.gz');
const K = 5;

/** One number a row, with the inner host it belongs to. */
interface Column {
  readonly hosts: readonly number[];
  readonly values: readonly number[];
}

describe('numeric encoders on UGR’16', function () {
  this.timeout(60_000);
  if (!existsSync(FILE)) {
    console.warn(`numeric encoders: no data: ${FILE}; set ENTWINE_DATA to run this test`);
    it('needs UGR’16');
    return;
  }
  const { duration, bytes } = readColumns();

  it('should draw the common durations as often as they occur', () => {
    expect(topDistance(duration.values, redraw(duration, learn(duration)), 200)).to.be.below(0.01);
  });

  it('should keep no value of fewer than k hosts', () => {
    const stats = learn(bytes);
    const holders = holdersOf(bytes);

    const kept = [...stats.exact, ...(stats.contents ?? []).flatMap((one) => one.values)];

    expect(kept).to.have.length.above(1000);
    expect(kept.filter((one) => one > 0 && (holders.get(one)?.size ?? 0) < K)).to.deep.equal([]);
  });

  it('should draw values that occur once no more often than an even draw of the bin does', () => {
    const stats = learn(bytes);
    const { contents: _, ...bare } = stats;
    const once = valuesOnce(bytes.values);

    const ours = shareOf(once, redraw(bytes, stats));

    expect(ours).to.be.at.most(shareOf(once, redraw(bytes, bare)));
    expect(ours).to.be.below(0.75 * shareOf(once, bytes.values));
  });
});

function learn({ hosts, values }: Column): NumericStats {
  const sample = {
    length: values.length,
    value: (row: number) => values[row] ?? null,
    subject: (row: number) => hosts[row] ?? 0,
  };
  return analyzeNumeric(sample, { k: K, exactBelow: 1, barriers: [0] });
}

/** A value of the same code for each value. */
function redraw({ values }: Column, stats: NumericStats): number[] {
  const encoder = numericEncoder(stats);
  const random = createRandom(1);
  return values.map((one) => encoder.decode(encoder.encode(one), random) ?? Number.NaN);
}

/** Total variation distance over the most frequent values; the rest is one. */
function topDistance(real: readonly number[], drawn: readonly number[], top: number): number {
  const [left, right] = [countsOf(real), countsOf(drawn)];
  const keys = [...left].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, top);
  let [distance, rest] = [0, 0];
  for (const [key, count] of keys) {
    const gap = count / real.length - (right.get(key) ?? 0) / drawn.length;
    distance += Math.abs(gap);
    rest += gap;
  }
  return (distance + Math.abs(rest)) / 2;
}

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const one of values) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function valuesOnce(values: readonly number[]): ReadonlySet<number> {
  return new Set([...countsOf(values)].filter(([, count]) => count === 1).map(([value]) => value));
}

function shareOf(wanted: ReadonlySet<number>, values: readonly number[]): number {
  return values.filter((one) => wanted.has(one)).length / values.length;
}

function holdersOf({ hosts, values }: Column): Map<number, Set<number>> {
  const holders = new Map<number, Set<number>>();
  for (const [row, value] of values.entries()) {
    const own = holders.get(value) ?? new Set();
    holders.set(value, own.add(hosts[row] ?? 0));
  }
  return holders;
}

/** Duration in microseconds and bytes, the rows of a host together. */
function readColumns(): { readonly duration: Column; readonly bytes: Column } {
  const hosts = new Map<string, number>();
  const rows: (readonly [host: number, duration: number, bytes: number])[] = [];
  for (const line of gunzipSync(readFileSync(FILE)).toString('utf8').split('\n').slice(1)) {
    const [, seconds = '', source = '', destination = '', ...rest] = line.split(',');
    if (seconds === '') continue;
    const name = source.startsWith('42.219.') ? source : destination;
    const host = hosts.get(name) ?? hosts.size;
    hosts.set(name, host);
    rows.push([host, Math.round(Number(seconds) * 1e6), Number(rest[7])]);
  }
  rows.sort((a, b) => a[0] - b[0]);
  const column = (at: 1 | 2) => ({
    hosts: rows.map(([host]) => host),
    values: rows.map((row) => row[at]),
  });
  return { duration: column(1), bytes: column(2) };
}
