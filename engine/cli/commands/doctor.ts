import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import {
  chooseEngine,
  type EngineFinding,
  type LoadableEngine,
  remedyFor,
} from '../../compute/choose-engine.ts';
import { openDatabase } from '../../storage/database.ts';
import type { Command, CommandContext } from '../command.ts';
import { describeFailure, EXIT } from '../exit.ts';
import { findEngines } from '../find-engines.ts';
import { VERSION } from '../version.ts';

const GIB = 2 ** 30;
const LEAST_MEMORY = 2 * GIB;
const LEAST_DISK = 4 * GIB;

/** One thing that a run needs or could use, and whether it is there. */
interface Finding {
  readonly what: string;
  readonly found: string;
  readonly ok: boolean;
  /** Not there is no fault: a run does without. */
  readonly optional?: boolean;
}

/** `entwine doctor`: what this machine offers, and what a run would use. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'tell what was found on this machine and what a run would use',
  positionals: [],
  options: {},
  async run(context) {
    const findings = [
      { what: 'entwine', found: VERSION, ok: true },
      nodeVersion(),
      { what: 'cores', found: String(availableParallelism()), ok: true },
      memory(),
      await disk(),
      await database(context),
      ...(await engines()),
    ];
    const lines = findings.map(
      (finding) => `${mark(finding)}  ${finding.what.padEnd(9)} ${finding.found}`,
    );
    context.result({ findings }, lines);
    const isWell = findings.every(({ ok, optional }) => ok || optional === true);
    return isWell ? EXIT.ok : EXIT.usage;
  },
};

function mark({ ok, optional }: Finding): string {
  if (ok) {
    return 'ok';
  }
  return optional === true ? '..' : '--';
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = (major === 20 && minor >= 19) || major === 21 || major === 22;
  return {
    what: 'node',
    found: `${process.versions.node}${ok ? '' : '; install 20.19 to 22'}`,
    ok,
  };
}

function memory(): Finding {
  const ok = totalmem() >= LEAST_MEMORY;
  return { what: 'memory', found: `${(totalmem() / GIB).toFixed(1)} GiB`, ok };
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs('.');
  const free = bavail * bsize;
  return {
    what: 'disk',
    found: `${(free / GIB).toFixed(1)} GiB free here`,
    ok: free >= LEAST_DISK,
  };
}

async function database(context: CommandContext): Promise<Finding> {
  const url = context.environment.DATABASE_URL;
  if (url === undefined) {
    return { what: 'database', found: 'PGlite in the run folder (no DATABASE_URL)', ok: true };
  }
  try {
    const server = await openDatabase({ url, namespace: 'entwine_doctor' });
    await server.close();
    return { what: 'database', found: 'PostgreSQL of DATABASE_URL', ok: true };
  } catch (failure) {
    return { what: 'database', found: describeFailure(failure).text, ok: false };
  }
}

/** The engine that neural models would use, then each engine by itself. */
async function engines(): Promise<readonly Finding[]> {
  const found = await findEngines();
  const each = Object.entries(found).map(([name, finding]) =>
    describeEngine(name as LoadableEngine, finding),
  );
  try {
    const { engine, reason } = chooseEngine('auto', found);
    return [{ what: 'engine', found: `auto takes ${engine.name}: ${reason}`, ok: true }, ...each];
  } catch (failure) {
    return [{ what: 'engine', found: describeFailure(failure).text, ok: false }, ...each];
  }
}

function describeEngine(name: LoadableEngine, finding: EngineFinding): Finding {
  if ('engine' in finding) {
    return { what: 'engine', found: name, ok: true, optional: true };
  }
  const found = `${name}: ${finding.reason}; ${remedyFor(name)}`;
  return { what: 'engine', found, ok: false, optional: true };
}
