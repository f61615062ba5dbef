import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'engine', 'cli', 'main.ts');
/** A gate that failed is a figure like others. */
const FAILED_GATE = 1;

/**
 * Runs a verb of the command line, in a process of its own, on PGlite in the run folder.
 *
 * @throws Error with what it said, where it ended otherwise than well or with a failed gate
 */
export async function runEntwine(verb: string, scenario: string, folder: string): Promise<void> {
  const words = ['--import', 'tsx', PROGRAM, verb, scenario, '--run-dir', folder, '--quiet'];
  const { DATABASE_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, words, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0 && code !== FAILED_GATE) {
    throw new Error(`entwine ${verb}: ended with ${code}: ${said.join('').trim()}`);
  }
}
