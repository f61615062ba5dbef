import { resolve } from 'node:path';
import { ScenarioError } from '../../core/errors.ts';
import { diffSnapshots } from '../../snapshot/diff-snapshots.ts';
import { restoreSnapshot } from '../../snapshot/restore-snapshot.ts';
import { verifySnapshot } from '../../snapshot/verify-snapshot.ts';
import { openDatabase } from '../../storage/database.ts';
import type { Command, CommandContext } from '../command.ts';
import { EXIT } from '../exit.ts';

/** `entwine snapshot verify | restore | diff`. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  summary: 'verify DIR, restore DIR into a database, or diff DIR DIR',
  positionals: ['ACTION', 'DIR', 'DIR?'],
  options: {
    to: { type: 'string', value: 'DIR', help: 'restore: the PGlite folder to make' },
    url: { type: 'string', value: 'URL', help: 'restore: the PostgreSQL server, instead of --to' },
    namespace: { type: 'string', value: 'NAME', help: 'restore: the schema to fill (synthetic)' },
  },
  async run(context) {
    const [action, first = '', second] = context.arguments;
    const directory = resolve(first);
    if (action === 'verify') return verify(context, directory);
    if (action === 'restore') return restore(context, directory);
    if (action === 'diff' && second !== undefined) return diff(context, directory, resolve(second));
    throw new ScenarioError(
      `entwine snapshot: no such action: ${context.arguments.join(' ')}; ` +
        'use verify DIR, restore DIR --to DIR, or diff DIR DIR',
    );
  },
};

async function verify(context: CommandContext, directory: string): Promise<number> {
  const findings = await verifySnapshot(directory);
  const lines = findings.map((one) => `${one.place}: ${one.problem}`);
  context.result({ directory, findings }, lines.length > 0 ? lines : [`${directory}: sound`]);
  return findings.length === 0 ? EXIT.ok : EXIT.badInput;
}

async function restore(context: CommandContext, directory: string): Promise<number> {
  const { to, url, namespace } = context.options;
  const target = typeof url === 'string' ? { url } : { directory: resolve(String(to ?? '')) };
  if (typeof url !== 'string' && typeof to !== 'string') {
    throw new ScenarioError(
      'entwine snapshot restore: where to is missing; add --to DIR or --url URL',
    );
  }
  const name = typeof namespace === 'string' ? namespace : 'synthetic';
  const database = await openDatabase({ ...target, namespace: name });
  try {
    const rows = await restoreSnapshot(directory, database);
    context.result(
      { rows },
      Object.entries(rows).map(([table, count]) => `${table}: ${count} rows`),
    );
  } finally {
    await database.close();
  }
  return EXIT.ok;
}

async function diff(context: CommandContext, one: string, other: string): Promise<number> {
  const differences = await diffSnapshots(one, other);
  const lines = differences.map((each) => `${each.place}: ${each.problem}`);
  context.result(
    { equal: differences.length === 0, differences },
    lines.length > 0 ? lines : ['equal'],
  );
  return differences.length === 0 ? EXIT.ok : EXIT.gateFailed;
}
