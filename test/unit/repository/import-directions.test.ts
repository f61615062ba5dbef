import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';

const ROOT = new URL('../../../', import.meta.url).pathname;

/** By room, the rooms below it; `engine/pipeline/ports` stands for that one file. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'engine/core': [],
  'engine/compute': ['engine/core'],
  'engine/schema': ['engine/core'],
  'engine/ingest': ['engine/core', 'engine/schema'],
  'engine/storage': ['engine/core', 'engine/schema', 'migrations'],
  'engine/simulation': ['engine/core', 'engine/schema'],
  'engine/subjects': ['engine/core', 'engine/schema'],
  'engine/sequences': ['engine/core', 'engine/schema', 'engine/subjects'],
  'engine/encoders': ['engine/core', 'engine/schema', 'engine/subjects', 'engine/sequences'],
  'engine/models': [
    'engine/core',
    'engine/compute',
    'engine/schema',
    'engine/subjects',
    'engine/sequences',
    'engine/encoders',
  ],
  'engine/sampler': [
    'engine/core',
    'engine/schema',
    'engine/subjects',
    'engine/sequences',
    'engine/encoders',
    'engine/models',
  ],
  'engine/pipeline': [
    'engine/core',
    'engine/compute',
    'engine/schema',
    'engine/subjects',
    'engine/sequences',
    'engine/encoders',
    'engine/models',
    'engine/sampler',
  ],
  'engine/original': [
    'engine/core',
    'engine/schema',
    'engine/ingest',
    'engine/storage',
    'engine/subjects',
    'engine/pipeline/ports',
  ],
  'engine/snapshot': ['engine/core', 'engine/schema', 'engine/storage'],
  'engine/export': ['engine/core', 'engine/schema', 'engine/ingest', 'engine/storage'],
  linkers: ['engine/core', 'engine/schema', 'engine/encoders', 'engine/pipeline/ports'],
  evaluators: ['engine/core', 'engine/schema'],
  scenarios: ['engine/core', 'engine/schema'],
  migrations: [],
};

/** Everything that an import could reach for. */
const TARGETS = [...Object.keys(ALLOWED), 'engine/pipeline/ports', 'engine/cli', 'test/support'];

describe('import directions', () => {
  let folder = '';
  let fired: ReadonlySet<string> = new Set();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'entwine-directions-'));
    copyFileSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    for (const room of [...Object.keys(ALLOWED), 'engine/cli']) writeImports(room);
    fired = lint(['--only=style/noRestrictedImports']);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('should know every room of the repository', () => {
    const rooms = readdirSync(join(ROOT, 'engine'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `engine/${entry.name}`);

    expect([...Object.keys(ALLOWED), 'engine/cli']).to.include.members(rooms);
  });

  for (const [room, below] of Object.entries(ALLOWED)) {
    for (const depth of ['', 'inner/']) {
      it(`should hold ${room}/${depth} to the rooms below it`, () => {
        const file = `${room}/${depth}probe.ts`;

        const refused = others(room).filter((_, line) => fired.has(`${file}:${line + 1}`));

        const expected = others(room).filter((target) => !isAllowed(below, target));
        expect(refused).to.deep.equal(expected);
      });
    }
  }

  it('should let the composition root import everything but tests', () => {
    const refused = others('engine/cli').filter((_, line) =>
      fired.has(`engine/cli/probe.ts:${line + 1}`),
    );

    expect(refused).to.deep.equal(['test/support']);
  });

  it('should refuse circles, of types too', () => {
    write(
      'engine/core/one.ts',
      "import type { Other } from './other.ts';\nexport type One = Other;\n",
    );
    write(
      'engine/core/other.ts',
      "import type { One } from './one.ts';\nexport type Other = One;\n",
    );

    const circles = lint(['--only=suspicious/noImportCycles']);

    expect([...circles].sort()).to.deep.equal(['engine/core/one.ts:1', 'engine/core/other.ts:1']);
  });

  it('should refuse barrels and default exports', () => {
    write('engine/schema/barrel.ts', "export * from './column.ts';\nexport default 1;\n");

    const found = lint([
      '--only=performance/noBarrelFile',
      '--only=performance/noReExportAll',
      '--only=style/noDefaultExport',
    ]);

    expect([...found].sort()).to.deep.equal([
      'engine/schema/barrel.ts:1',
      'engine/schema/barrel.ts:2',
    ]);
  });

  function isAllowed(below: readonly string[], target: string): boolean {
    return (
      below.includes(target) || (target.endsWith('/ports') && below.includes('engine/pipeline'))
    );
  }

  function others(room: string): readonly string[] {
    const own = (target: string) => target === room || target.startsWith(`${room}/`);
    return TARGETS.filter((target) => !own(target));
  }

  /** One file a room and one in a folder of it; each line reaches for one other room. */
  function writeImports(room: string): void {
    for (const file of [`${room}/probe.ts`, `${room}/inner/probe.ts`]) {
      const lines = others(room).map((target, index) => {
        const path = target.endsWith('/ports') ? `${target}.ts` : `${target}/some-file.ts`;
        return `import type { T${index} } from '${relative(dirname(file), path)}';`;
      });
      write(file, `${lines.join('\n')}\n`);
    }
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }

  /** `file:line` of everything that Biome refuses under the repository's own configuration. */
  function lint(rules: readonly string[]): ReadonlySet<string> {
    const biome = join(ROOT, 'node_modules', '.bin', 'biome');
    const options = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
    const run = spawnSync(biome, ['lint', ...rules, ...options], { cwd: folder, encoding: 'utf8' });
    const report = JSON.parse(run.stdout) as {
      diagnostics: { location: { path: string; start: { line: number } } }[];
    };
    return new Set(
      report.diagnostics.map(({ location }) => `${location.path}:${location.start.line}`),
    );
  }
});
