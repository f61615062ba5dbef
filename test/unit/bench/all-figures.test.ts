import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createRandom, type Random } from '../../../engine/core/random.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { allFigures, QUICK } from '../../bench/generation-figures/all-figures.ts';
import { type Figure, isMet } from '../../bench/generation-figures/figure.ts';
import { openRun } from '../../bench/generation-figures/open-run.ts';

const SECOND = 1_000_000;
const directory = mkdtempSync(join(tmpdir(), 'entwine-figures-'));

describe('allFigures', () => {
  let like: readonly Figure[];
  let unlike: readonly Figure[];

  before(async () => {
    like = await figuresOf('like', (random) => drawSubject(random, true));
    unlike = await figuresOf('unlike', (random) => drawSubject(random, false));
  });

  after(() => rmSync(directory, { recursive: true }));

  it('should give figures of every kind that needs no report', () => {
    const groups = new Set(like.map(({ group }) => group.split(' ')[0]));

    expect([...groups]).to.deep.equal(['2', '3', '5', '6', '7', '8', '10', '11', '12']);
    expect(like.filter(({ name }) => name === 'not to be had')).to.deep.equal([]);
  });

  it('should find nearly all targets met by another draw of the same law', () => {
    const judged = like.filter((figure) => isMet(figure) !== null);

    expect(judged).to.have.length.above(40);
    expect(judged.filter(isMet).length / judged.length).to.be.above(0.85);
  });

  for (const name of [
    'TVD image × flow port × protocol',
    'flows: share of zero gaps',
    'flows: AUC',
    'T5 web ports over TCP',
    'label, without ports: ROC AUC',
    'processes.command_line: KS length',
  ]) {
    it(`should see what is wrong: ${name}`, () => {
      expect(isMet(named(like, name)), 'of the same law').to.equal(true);
      expect(isMet(named(unlike, name)), 'of another law').to.equal(false);
    });
  }

  it('should be the same a second time', async () => {
    expect(await figuresOf('like', (random) => drawSubject(random, true))).to.deep.equal(like);
  });
});

function named(figures: readonly Figure[], name: string): Figure {
  return figures.find((figure) => figure.name === name) as Figure;
}

type Cells = Readonly<Record<string, string | number | boolean | null>>;
type SubjectRows = Readonly<Record<string, readonly Cells[]>>;

async function figuresOf(
  name: string,
  draw: (random: Random) => SubjectRows,
): Promise<readonly Figure[]> {
  const run = join(directory, name);
  mkdirSync(join(run, 'split'), { recursive: true });
  mkdirSync(join(run, 'snapshot'), { recursive: true });
  const random = createRandom(6);
  const real = (side: string, from: number, to: number) =>
    subjectsOf(from, to, (key) => drawSubject(random.split(side, key), true));
  writeTables(join(run, 'split'), '-training', real('real', 1, 60));
  writeTables(join(run, 'split'), '-holdout', real('real', 61, 84));
  writeTables(
    join(run, 'snapshot'),
    '',
    subjectsOf(1, 72, (key) => draw(random.split(name, key))),
  );
  const { figures } = await allFigures(openRun(run), { ...QUICK, draws: 20 });
  return figures;
}

function subjectsOf(from: number, to: number, draw: (key: number) => SubjectRows) {
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    key: from + at,
    rows: draw(from + at),
  }));
}

function writeTables(
  folder: string,
  suffix: string,
  subjects: readonly { readonly key: number; readonly rows: SubjectRows }[],
): void {
  for (const { name, columns } of telemetrySchema({ events: true, flows: true }).tables) {
    const lines = subjects.flatMap(({ key, rows }) =>
      (rows[name] ?? []).map((row) =>
        columns.map((column) => (column.name === 'subject_key' ? key : (row[column.name] ?? ''))),
      ),
    );
    const header = columns.map((column) => column.name).join(',');
    const content = [header, ...lines.map((cells) => cells.join(','))].join('\n');
    writeFileSync(join(folder, `${name}${suffix}.csv`), `${content}\n`);
  }
}

/** A subject of one browser and one mailer whose connections are seen at both ends. */
function drawSubject(random: Random, isReal: boolean): SubjectRows {
  const processes = ['browser', 'mailer'].map((program, at) => ({
    process_key: at + 1,
    first_seen_us: 0,
    image: `C:\\Programs\\${program}.exe`,
    command_line: `${program}.exe ${isReal ? '--tab' : '--open-window-at'} ${random.integer(90)}`,
  }));
  const [events, flows, links]: [Cells[], Cells[], Cells[]] = [[], [], []];
  let time = 0;
  for (let at = 1; at <= 12 + random.integer(8); at += 1) {
    const { gap, process, size, label, ...ends } = drawConnection(random, isReal);
    time += gap;
    const tuple = { ...ends, src_ip: '10.0.0.1', src_port: 50_000 + at };
    const packets = 1 + random.integer(9);
    const bytes = { src_packets: packets, src_bytes: packets * size };
    const kind = { process_key: process, host: 'one', event_type: 3 };
    events.push({ event_id: at, time_us: time, ...kind, ...tuple });
    flows.push({ flow_id: at, start_us: time, ...tuple, ...bytes, label });
    links.push({ link_id: at, event_id: at, flow_id: at, dt_ms: random.next() * 5, method: 'cid' });
  }
  return { subjects: [{ kind: 'host', host: 'one' }], processes, events, flows, links };
}

/** The other law has no zero gaps, links at will, web ports over UDP, and sizes the wrong way round. */
function drawConnection(random: Random, isReal: boolean) {
  const [isAttack, isWeb, isZero, isUdp] = [0.3, 0.5, 0.5, 0.3].map(
    (share) => random.next() < share,
  );
  const own = isWeb ? 1 : 2;
  return {
    gap: isReal && isZero ? 0 : Math.ceil(random.next() * SECOND),
    process: isReal ? own : 1 + random.integer(2),
    protocol: isReal || !isUdp ? 'tcp' : 'udp',
    dst_ip: `198.51.100.${random.integer(40)}`,
    dst_port: isWeb ? 443 : 25,
    size: isAttack === isReal ? 90 : 60,
    label: isAttack ? 'attack' : 'benign',
  };
}
