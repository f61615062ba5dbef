import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Command } from '../../../engine/cli/command.ts';
import { exportCommand } from '../../../engine/cli/commands/export.ts';
import { linkCommand } from '../../../engine/cli/commands/link.ts';
import { silentProgress } from '../../../engine/core/progress.ts';

const PAIRS = [
  ['sysmon.jsonl', 'conn.log'],
  ['sysmon.xml', 'ecs-flows.jsonl'],
] as const;
const ALL =
  'sysmon-json,sysmon-winlogbeat,sysmon-xml,zeek-tsv,zeek-json,nfdump-csv,ugr16-csv,ecs-json';

describe('an exported run that is read again', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'entwine-export-'));
  const inside = (...names: string[]) => join(folder, ...names);
  let links: unknown;

  before(async () => {
    const site = '{ hosts: 2, servers: 2, natHosts: 1, devices: 2, hours: 0.25 }';
    writeFileSync(inside('made.yaml'), scenario('made', `simulate: ${site}`));
    links = await capturesOf('made');
    await run(exportCommand, [], {
      'run-dir': inside('made'),
      part: 'original',
      as: ALL,
      out: inside('out'),
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('should leave no half-written file', () => {
    expect(readdirSync(inside('out')).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  });

  for (const [at, [events, flows]] of PAIRS.entries()) {
    it(`should give the same tables and links by ${events} and ${flows}`, async () => {
      const name = `again${at}`;
      const source = (kind: string, file: string) =>
        `  ${kind}: { kind: ${kind}, path: ${JSON.stringify(inside('out', file))} }`;
      const sources = [source('events', events), source('flows', flows), source('dns', 'dns.log')];
      writeFileSync(inside(`${name}.yaml`), scenario(name, ['sources:', ...sources].join('\n')));

      const again = await capturesOf(name);

      expect(withoutClocks(again)).to.deep.equal(withoutClocks(links));
      for (const table of ['processes', 'events', 'flows', 'links']) {
        for (const part of ['training', 'holdout']) {
          const file = join('split', `${table}-${part}.csv`);
          expect(readFileSync(inside(name, file), 'utf8'), file).to.equal(
            readFileSync(inside('made', file), 'utf8'),
          );
        }
      }
    });
  }

  it('should be exported to the same bytes again', async () => {
    const options = { 'run-dir': inside('again0'), part: 'original', out: inside('twice') };

    await run(exportCommand, [], { ...options, as: ALL });

    for (const file of readdirSync(inside('out'))) {
      expect(readFileSync(inside('twice', file), 'utf8'), file).to.equal(
        readFileSync(inside('out', file), 'utf8'),
      );
    }
  });

  async function capturesOf(name: string): Promise<unknown> {
    const told = await run(linkCommand, [inside(`${name}.yaml`)], { 'run-dir': inside(name) });
    return Object.values((told as { captures: Record<string, unknown> }).captures)[0];
  }
});

function scenario(name: string, sources: string): string {
  return [`name: ${name}`, 'seed: 7', 'subject: { kind: host, segment: 60s }', sources, ''].join(
    '\n',
  );
}

/** A report of links without what differs: the name of the capture, and clocks that are right now. */
function withoutClocks(report: unknown): unknown {
  return { ...(report as object), capture: null, offsetSeconds: null };
}

async function run(
  command: Command,
  words: readonly string[],
  options: Record<string, string>,
): Promise<unknown> {
  let told: unknown = null;
  await command.run({
    arguments: words,
    options,
    environment: {},
    progress: silentProgress,
    signal: new AbortController().signal,
    say: () => undefined,
    result: (document) => {
      told = document;
    },
  });
  return told;
}
