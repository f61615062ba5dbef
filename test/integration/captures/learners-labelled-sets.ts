/** The labelled flows on which learners are compared with scikit-learn. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '../../../engine/core/random.ts';
import {
  type FeatureMatrix,
  takeLabels,
  takeRows,
} from '../../../evaluators/learners/feature-matrix.ts';

export const LABELLED_SETS = ['zeek', 'bot-iot', 'ugr16'] as const;

export type LabelledSetName = (typeof LABELLED_SETS)[number];

/** Rows with a label, parted into seven tenths to learn from and three to be judged on. */
export interface LabelledSplit {
  readonly training: FeatureMatrix;
  readonly trainingLabels: Int32Array;
  readonly holdout: FeatureMatrix;
  readonly holdoutLabels: Int32Array;
}

interface LabelledSet {
  readonly features: FeatureMatrix;
  readonly labels: Int32Array;
}

const ROOT = process.env.ENTWINE_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');

/** The data are not part of the repository. */
export function hasLabelledSets(): boolean {
  const has = existsSync(join(ROOT, 'netflow-ugr16'));
  if (!has) console.warn(`learners: no data: ${ROOT}; set ENTWINE_DATA to compare learners on it`);
  return has;
}

/** A set's rows, with or without its ports, in the split of a seed. */
export function readLabelledSplit(
  name: LabelledSetName,
  { ports, seed }: { readonly ports: boolean; readonly seed: number },
): LabelledSplit {
  const { features, labels } = readLabelledSet(name);
  const kept = features.names.map((one) => ports || !one.endsWith('port'));
  const own = {
    rows: features.rows,
    names: features.names.filter((_, at) => kept[at]),
    columns: features.columns.filter((_, at) => kept[at]),
  };
  const order = createRandom(seed, 'split', name).shuffle([...labels.keys()]);
  const middle = Math.floor(order.length * 0.7);
  const [inside, outside] = [order.slice(0, middle), order.slice(middle)].map((part) =>
    Int32Array.from(part),
  ) as [Int32Array, Int32Array];
  return {
    training: takeRows(own, inside),
    trainingLabels: takeLabels(labels, inside),
    holdout: takeRows(own, outside),
    holdoutLabels: takeLabels(labels, outside),
  };
}

const READERS: Readonly<Record<LabelledSetName, () => LabelledSet>> = {
  zeek: readZeek,
  'bot-iot': readBotIot,
  ugr16: readUgr16,
};

const held = new Map<LabelledSetName, LabelledSet>();

function readLabelledSet(name: LabelledSetName): LabelledSet {
  const set = held.get(name) ?? READERS[name]();
  held.set(name, set);
  return set;
}

function readLines(...path: readonly string[]): string[] {
  return gunzipSync(readFileSync(join(ROOT, ...path)))
    .toString('utf8')
    .trimEnd()
    .split('\n');
}

type Reader = (cell: (name: string) => string) => number;

/** One column for each reader; a cell that is no number counts 0. */
function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  readers: Readonly<Record<string, Reader>>,
): FeatureMatrix {
  const at = new Map(head.map((name, position) => [name, position] as const));
  const columns = Object.values(readers).map((read) =>
    Float64Array.from(rows, (row) => read((name) => row[at.get(name) ?? -1] ?? '')),
  );
  return { rows: rows.length, names: Object.keys(readers), columns };
}

const numberIn =
  (...names: readonly string[]): Reader =>
  (cell) =>
    names.reduce((sum, name) => sum + (Number(cell(name)) || 0), 0);

const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1 };

function readZeek(): LabelledSet {
  const lines = ['008-zeek-mixed', '010-zeek-mixed'].flatMap((folder) =>
    readLines('zeek-stratosphere-labeled', folder, 'conn.log.labeled.gz'),
  );
  const head =
    lines
      .find((line) => line.startsWith('#fields'))
      ?.split('\t')
      .slice(1) ?? [];
  const label = head.indexOf('label');
  const rows = lines
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .filter((row) => row[label] !== 'Background');
  const features = tableOf(head, rows, {
    duration: numberIn('duration'),
    packets: numberIn('orig_pkts', 'resp_pkts'),
    bytes: numberIn('orig_ip_bytes', 'resp_ip_bytes'),
    'source port': numberIn('id.orig_p'),
    'destination port': numberIn('id.resp_p'),
    protocol: (cell) => PROTOCOLS[cell('proto')] ?? 0,
  });
  return { features, labels: Int32Array.from(rows, (row) => (row[label] === 'Malicious' ? 1 : 0)) };
}

/** All rows of class 1 and so many of class 0, drawn at will. */
function drawRows(
  rows: readonly (readonly string[])[],
  isOne: (row: readonly string[]) => boolean,
  others: number,
): readonly (readonly string[])[] {
  const zeros = createRandom(7, 'rows').shuffle(rows.filter((row) => !isOne(row)));
  return [...rows.filter(isOne), ...zeros.slice(0, others)];
}

function readBotIot(): LabelledSet {
  const [first = '', ...lines] = readLines('netflow-nf-bot-iot-v2', 'botiot_reduced.csv.gz');
  const head = first.split(',');
  const label = head.indexOf('Label');
  const isBenign = (row: readonly string[]) => row[label] === '0';
  const rows = drawRows(
    lines.map((line) => line.split(',')),
    isBenign,
    1285,
  );
  const features = tableOf(head, rows, {
    'source port': numberIn('L4_SRC_PORT'),
    'destination port': numberIn('L4_DST_PORT'),
    protocol: numberIn('PROTOCOL'),
    'bytes in': numberIn('IN_BYTES'),
    'packets in': numberIn('IN_PKTS'),
    'bytes out': numberIn('OUT_BYTES'),
    'packets out': numberIn('OUT_PKTS'),
    flags: numberIn('TCP_FLAGS'),
    duration: numberIn('FLOW_DURATION_MILLISECONDS'),
  });
  return { features, labels: Int32Array.from(rows, (row) => (isBenign(row) ? 0 : 1)) };
}

function readUgr16(): LabelledSet {
  const [first = '', ...lines] = readLines('netflow-ugr16', 'ugr16-2016-04-11.csv.gz');
  const head = first.trim().split(',');
  const label = head.indexOf('lable');
  const isBlacklist = (row: readonly string[]) => row[label]?.trim() === 'blacklist';
  const rows = drawRows(
    lines.map((line) => line.split(',')),
    isBlacklist,
    311 * 20,
  );
  const codeOf = (name: string): Reader => {
    const seen = [...new Set(rows.map((row) => row[head.indexOf(name)] ?? ''))].sort();
    return (cell) => seen.indexOf(cell(name));
  };
  const features = tableOf(head, rows, {
    duration: numberIn('td'),
    'source port': numberIn('sp'),
    'destination port': numberIn('dp'),
    packets: numberIn('pkt'),
    bytes: numberIn('byt'),
    tos: numberIn('stos'),
    protocol: codeOf('pr'),
    flags: codeOf('flg'),
  });
  return { features, labels: Int32Array.from(rows, (row) => (isBlacklist(row) ? 1 : 0)) };
}
