import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/engine/cli/main.js', import.meta.url));

/** What a finished command left. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command line as its own process. */
export function startEntwine(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, DATABASE_URL: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, finished: collect(child) };
}

/** Runs the built command line to its end. */
export function entwine(
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  return startEntwine(words, environment).finished;
}

function collect(child: ChildProcess): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const SMALL = '{ hosts: 3, servers: 2, hours: 0.5 }';
/** Enough for every stage, too few subjects for a judgement. */
export const TINY = '{ hosts: 2, servers: 2, natHosts: 1, devices: 2, hours: 0.25 }';

/** A fresh folder with a scenario of a small simulated site in it. */
export function smallSite({ extra = 'report: { chapters: [] }', site = SMALL } = {}): {
  folder: string;
  scenario: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'entwine-e2e-'));
  const scenario = join(folder, 'small.yaml');
  writeFileSync(
    scenario,
    [
      'name: small',
      'seed: 7',
      'subject: { kind: host, segment: 60s }',
      `simulate: ${site}`,
      'generate: { shardSize: 16 }',
      extra,
      '',
    ].join('\n'),
  );
  return { folder, scenario, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** SHA-256 of every file of a folder, by name. */
export function digests(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
