import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A throw-away cluster on the loopback. */
export interface PostgresCluster {
  readonly url: string;
  stop(): Promise<void>;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const BINARIES = '/usr/lib/postgresql';
/** A killed test run must not leave its server behind. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const READY_MS = 20_000;

/** Folder of the newest installed server's programs, null where none is installed. */
export function postgresBinaries(): string | null {
  if (!existsSync(BINARIES)) return null;
  const versions = readdirSync(BINARIES).sort((a, b) => Number(b) - Number(a));
  const found = versions.map((version) => join(BINARIES, version, 'bin'));
  return found.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/**
 * Makes a cluster in a temporary folder and starts its server; as root it runs as `postgres`.
 *
 * The locale is not C on purpose: whoever forgets a collation sorts otherwise.
 *
 * @throws Error if no server is installed or it does not come up
 */
export async function startPostgres(): Promise<PostgresCluster> {
  const binaries = postgresBinaries();
  if (binaries === null)
    throw new Error('no PostgreSQL server installed under /usr/lib/postgresql');
  const folder = mkdtempSync(join(tmpdir(), 'entwine-postgres-'));
  const identity = serverIdentity();
  if (identity !== null) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const options = { ...identity, cwd: folder, stdio: 'ignore' as const };
  const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];
  const init = ['-D', data, '-U', 'entwine', '-A', 'trust', '-E', 'UTF8', '-N', ...locale];
  execFileSync(join(binaries, 'initdb'), init, options);
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${port}`, '-c', 'fsync=off'];
  const arguments_ = ['-D', data, '-k', folder, ...settings];
  const server = spawn(join(binaries, 'postgres'), arguments_, options);
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  const interrupt = () => process.exit(1);
  for (const signal of SIGNALS) process.once(signal, interrupt);
  const url = `postgres://entwine@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, server);
  return {
    url,
    stop: async () => {
      process.off('exit', kill);
      for (const signal of SIGNALS) process.off(signal, interrupt);
      await stopServer(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root: then it is the `postgres` user of the package. */
function serverIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = lines.find((line) => line.startsWith('postgres:'))?.split(':');
  if (entry === undefined) throw new Error('no user postgres to run the server as');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}
