import { createRandom, type Random } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { shuffledColumns } from '../../../../evaluators/ceiling/naive-samples.ts';
import {
  concatSamples,
  type Sides,
  type SubjectSample,
} from '../../../../evaluators/relations/subject-sample.ts';
import type { SubjectRows } from '../../../../evaluators/relations/subject-walk.ts';

const SECOND_US = 1_000_000;
const SERVICES = ['dns', 'http', 'ssl', 'smb', 'ntp'];

export const schema = telemetrySchema({ events: true, flows: true });

/** Subjects with habits: every one has sizes, programs and command lines that it likes. */
export function people(count: number, seed: number): SubjectSample {
  const random = createRandom(seed, 'people');
  const subjects = Array.from({ length: count }, (_, at) => person(at + 1, random.split(at)));
  return { schema, subjects, share: 1 };
}

/** Training and holdout of one law, and a release. */
export function sidesOf(
  training: SubjectSample,
  holdout: SubjectSample,
  synthetic: SubjectSample,
): Sides {
  return { training, holdout, synthetic, original: concatSamples(training, holdout) };
}

/** The sample with a share of the cells of all tables taken from other rows. */
export function flipped(sample: SubjectSample, share: number, seed: number): SubjectSample {
  const random = createRandom(seed, 'flipped');
  const mixed = shuffledColumns(sample, random.split('mixed'));
  const subjects = sample.subjects.map((subject, at) => ({
    ...subject,
    tables: new Map(
      [...subject.tables].map(([table, rows]) => {
        const others = mixed.subjects[at]?.tables.get(table) ?? [];
        return [table, rows.map((row, place) => flip(row, others[place] ?? row))] as const;
      }),
    ),
  }));
  return { ...sample, subjects };

  function flip(row: Row, other: Row): Row {
    return row.map((value, at) => (random.next() < share ? (other[at] ?? null) : value));
  }
}

function person(key: number, random: Random): SubjectRows {
  const size = 4 + 2 * random.normal();
  const program = random.integer(12);
  const project = Array.from({ length: 6 }, () => wordOf(random)).join('-');
  const start = 1_700_000_000_000_000 + key * 100 * SECOND_US;
  const address = `10.0.${key >> 8}.${key & 255}`;
  const flows = Array.from({ length: 6 + random.integer(8) }, (_, at): Row => {
    const packets = 1 + Math.floor(Math.exp(size / 2 + random.normal()));
    const bytes = packets * (40 + random.integer(1400));
    const service = random.next() < 0.6 ? SERVICES[key % 5] : random.pick(SERVICES);
    return [
      ...[key, at, start + at * SECOND_US, Math.floor(Math.exp(10 + 2 * random.normal())), 'tcp'],
      ...[address, 1024 + random.integer(60_000), '192.0.2.1', random.pick([53, 80, 443])],
      ...[packets, bytes, packets + random.integer(3), bytes * 2 + random.integer(500)],
      ...['S', 'SF', service ?? null, 0, null],
    ];
  });
  const processes = Array.from({ length: 2 + random.integer(3) }, (_, at): Row => {
    const image = `C:\\Program Files\\tool${(program + random.integer(3)) % 12}\\run.exe`;
    const line = `"${image}" --open C:\\work\\${project}\\file${random.integer(1000)}.txt`;
    return [
      ...[key, at, null, start + at, start + at, null, `host${key}`, null, image, null, line],
      ...[`user${key}`, random.pick(['High', 'Medium', 'System'])],
    ];
  });
  const tables = new Map<string, readonly Row[]>([
    ['processes', processes],
    ['events', []],
    ['flows', flows],
    ['links', []],
  ]);
  return { key, row: [key, 'host', `host${key}`, address, null, 'internal', 0], tables };
}

function wordOf(random: Random): string {
  const letters = Array.from({ length: 7 }, () => 97 + random.integer(26));
  return String.fromCharCode(...letters);
}
