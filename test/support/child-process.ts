import { type ChildProcess, spawn } from 'node:child_process';

/** Runs TypeScript module code in a process of its own, to be killed; its errors are shown. */
export function startChild(program: string): ChildProcess {
  const words = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Resolves when the child first prints something. */
export function readyOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the child ended: ${code}`)));
  });
}

/** Ends the child as a power cut would, and waits until it is gone. */
export async function killChild(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
