import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { writeSite } from '../../engine/simulation/write-site.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const MAIN = join(ROOT, 'dist/engine/cli/main.js');

describe('the example of the README', function () {
  this.timeout(300_000);
  const blocks = shellBlocks('## Your own files');
  let folder = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'entwine readme '));
    await layOutCaptures(join(folder, 'captures'));
    layOutNetflow(join(folder, 'tuesday'));
    symlinkSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('should be found', () => {
    expect(blocks).to.have.length(3);
  });

  for (const [index, block] of blocks.entries()) {
    it(`should work as written, part ${index + 1}`, () => {
      const result = shell(block);

      expect(result.status, `${result.stdout}\n${result.stderr}`).to.equal(0);
    });
  }

  it('should leave a page to look at', () => {
    const page = readFileSync(join(folder, 'runs/my-site/report.html'), 'utf8');

    expect(page).to.include('<svg');
  });

  /** Runs commands as a user would type them; `npx` is the built program, `open` looks only. */
  function shell(commands: string) {
    const prelude = [
      'set -eu',
      `npx() { shift; '${process.execPath}' '${MAIN}' "$@" --quiet; }`,
      'open() { test -s "$1"; }',
    ];
    const script = [...prelude, commands].join('\n');
    const { DATABASE_URL: _, ENTWINE_DATA: __, ...environment } = process.env;
    return spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', env: environment });
  }
});

/** Code blocks of a section of the README that hold commands. */
function shellBlocks(heading: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const section = text.slice(text.indexOf(heading)).split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/```\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  return blocks.filter((block) => block.includes('npx entwine'));
}

/** Two captures of small simulated sites, packed as the example has them. */
async function layOutCaptures(folder: string): Promise<void> {
  for (const [index, name] of ['monday', 'tuesday'].entries()) {
    const capture = join(folder, name);
    mkdirSync(capture, { recursive: true });
    const site = { seed: index, hosts: 2, servers: 2, hours: 0.3, clockHourHosts: 0 };
    const files = await writeSite(capture, site);
    for (const file of [files.sysmonPath, files.connPath, files.dnsPath]) {
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
      rmSync(file);
    }
  }
}

/** An hour of NetFlow of forty addresses. */
function layOutNetflow(folder: string): void {
  const head = 'te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label';
  const rows = Array.from({ length: 1200 }, (_, row) => {
    const second = String(row % 60).padStart(2, '0');
    const minute = String(Math.floor(row / 20) % 60).padStart(2, '0');
    const [source, target] = [`10.0.0.${row % 40}`, `192.0.2.${(row * 7) % 30}`];
    const packets = 1 + (row % 9);
    const tuple = `${source},${target},${1024 + row},${row % 3 ? 443 : 53}`;
    const protocol = row % 3 ? 'TCP,.AP.SF' : 'UDP,......';
    return `2016-04-11 00:${minute}:${second},0.5,${tuple},${protocol},0,0,${packets},${packets * 60},background`;
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'one.csv.gz'), gzipSync(`${[head, ...rows].join('\n')}\n`));
}
