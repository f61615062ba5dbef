import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** PyTorch in a process of its own, which answers one order after the other. */
export interface TwinProcess {
  /** What of PyTorch is there: its version. */
  readonly version: string;
  /** @throws Error with what Python said, where it could not do it */
  ask<T>(order: Readonly<Record<string, unknown>>): Promise<T>;
  close(): void;
}

/** Starts the peer; where python3 or torch is missing, why. */
export async function startTwin(): Promise<TwinProcess | { readonly missing: string }> {
  const script = join(import.meta.dirname, '..', 'compute_peer.py');
  const child: ChildProcessWithoutNullStreams = spawn('python3', [script]);
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(`python3 ended with ${code}`));
  });
  child.stderr.pipe(process.stderr);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<Readonly<Record<string, unknown>>> => {
    const line = await Promise.race([lines.next().then(({ value }) => value), failed]);
    return typeof line === 'string' && line.startsWith('{')
      ? (JSON.parse(line) as Record<string, unknown>)
      : { error: line ?? (await failed) };
  };
  const ready = await answer();
  if (ready.version === undefined) return { missing: String(ready.error) };
  return {
    version: String(ready.version),
    ask: async <T>(order: Readonly<Record<string, unknown>>) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const said = await answer();
      if (said.error !== undefined) throw new Error(`compute_peer: ${said.error}`);
      return said as T;
    },
    close: () => child.stdin.end(),
  };
}
