import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startPostgres } from './postgres.ts';

/** `tsx with-postgres.ts PROGRAM ARGUMENTS`: runs a program with a throw-away DATABASE_URL. */
const [program = '', ...words] = process.argv.slice(2);
const cluster = await startPostgres();
try {
  process.exitCode = await run(program, words);
} finally {
  await cluster.stop();
}

/** The program's exit code; a signal counts as a failure. */
function run(name: string, given: readonly string[]): Promise<number> {
  const programs = join(import.meta.dirname, '..', '..', 'node_modules', '.bin');
  const child = spawn(join(programs, name), given, {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: cluster.url },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
