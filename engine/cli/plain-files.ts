import {
  PLAIN_TYPES,
  type PlainType,
  type PlainTypes,
} from '../../evaluators/plain-tables/column-types.ts';
import type { PlainParts } from '../../evaluators/plain-tables/judge-plain-tables.ts';
import type { PlainPart } from '../../evaluators/plain-tables/plain-part.ts';
import { ScenarioError } from '../core/errors.ts';
import type { PlainTable } from '../core/plain-table.ts';
import { readPlainTable } from '../ingest/read-plain-table.ts';
import type { OptionValues } from './command.ts';

const PARTS = ['training', 'holdout', 'synthetic'] as const;
const OPTION_OF = { training: 'train', holdout: 'holdout', synthetic: 'synthetic' } as const;

/**
 * Reads the files that the options of `evaluate-files` name.
 *
 * @throws ScenarioError if options are missing, do not go together, or name a column that is not there
 * @throws DataError if a file cannot be read
 */
export async function readPlainParts(options: OptionValues): Promise<PlainParts> {
  const files = filesOf(options);
  const { contexts, key, contextKey } = contextOptions(options, files.length);
  const reader = createTableReader(options);
  const parts: Partial<Record<(typeof PARTS)[number], PlainPart>> = {};
  for (const [at, { part, file }] of files.entries()) {
    const context = contexts.length === 1 ? contexts[0] : contexts[at];
    parts[part] = {
      target: await reader.read(file),
      key,
      context:
        context === undefined || contextKey === null
          ? null
          : { table: await reader.read(context), key: contextKey },
    };
  }
  const { training, holdout = null, synthetic } = parts;
  if (training === undefined || synthetic === undefined) throw incomplete();
  reader.refuseStrayDrops();
  refuseStrayKeys(training);
  return { training, holdout, synthetic };
}

/** The types of `--types NAME=TYPE,…`. @throws ScenarioError on another form or type */
export function plainTypesOf(options: OptionValues): PlainTypes {
  const entries = listOf(options, 'types').map((entry) => {
    const cut = entry.lastIndexOf('=');
    const type = PLAIN_TYPES.find((one) => one === entry.slice(cut + 1));
    if (cut < 1 || type === undefined) {
      throw usage(`--types: not NAME=TYPE: ${entry}; types are ${PLAIN_TYPES.join(', ')}`);
    }
    return [entry.slice(0, cut), type] as const;
  });
  return Object.fromEntries<PlainType>(entries);
}

interface PartFile {
  readonly part: (typeof PARTS)[number];
  readonly file: string;
}

function filesOf(options: OptionValues): readonly PartFile[] {
  const files = PARTS.flatMap((part) => {
    const file = textOf(options, OPTION_OF[part]);
    return file === null ? [] : [{ part, file }];
  });
  const given = new Set(files.map(({ part }) => part));
  if (!given.has('training') || !given.has('synthetic')) throw incomplete();
  return files;
}

function incomplete(): ScenarioError {
  return usage('--train and --synthetic are needed: one is not given; name a CSV or Parquet file');
}

/** The context's files and keys, which go together. */
function contextOptions(options: OptionValues, parts: number) {
  const contexts = textsOf(options, 'context');
  const key = textOf(options, 'key');
  const contextKey = textOf(options, 'context-key');
  if (contexts.length > 1 && contexts.length !== parts) {
    throw usage(
      `--context: ${contexts.length} files for ${parts} parts; give one file, or one a part`,
    );
  }
  if (contexts.length > 0 && key === null) {
    throw usage('--context needs --key: not given; name the column that ties rows to subjects');
  }
  if (contexts.length === 0 && contextKey !== null) {
    throw usage(`--context-key needs --context: ${contextKey}; name the file of the subjects`);
  }
  const dropped = textsOf(options, 'drop').find((name) => name === key || name === contextKey);
  if (dropped !== undefined) {
    throw usage(`--drop: is a key: ${dropped}; keep it, keys are not judged`);
  }
  return { contexts, key, contextKey: contextKey ?? key };
}

/** Reads each file once, without the columns that were dropped. */
function createTableReader(options: OptionValues) {
  const missing = listOf(options, 'missing');
  const dropped = new Set(textsOf(options, 'drop'));
  const known = new Map<string, PlainTable>();
  return {
    read: async (file: string): Promise<PlainTable> => {
      const table = known.get(file) ?? (await readPlainTable(file, { missing }));
      known.set(file, table);
      return { ...table, columns: table.columns.filter(({ name }) => !dropped.has(name)) };
    },
    /** @throws ScenarioError if none of the files read has a column that is to be dropped */
    refuseStrayDrops: () => {
      const names = new Set([...known.values()].flatMap(columnNames));
      const stray = [...dropped].find((name) => !names.has(name));
      if (stray === undefined) return;
      throw usage(`--drop: no file has the column: ${stray}; name one of ${[...names].join(', ')}`);
    },
  };
}

/** The training part decides: what only another part lacks is that file's defect. */
function refuseStrayKeys({ target, key, context }: PlainPart): void {
  if (key !== null) refuseStrayKey('--key', key, target);
  if (context !== null) refuseStrayKey('--context-key', context.key, context.table);
  if (target.columns.some(({ name }) => name !== key)) return;
  throw usage(`--train: no column is left to judge: ${target.name}; drop fewer`);
}

function refuseStrayKey(option: string, key: string, table: PlainTable): void {
  const names = columnNames(table);
  if (names.includes(key)) return;
  throw usage(
    `${option}: ${table.name} has no such column: ${key}; name one of ${names.join(', ')}`,
  );
}

function columnNames({ columns }: PlainTable): readonly string[] {
  return columns.map(({ name }) => name);
}

function textsOf(options: OptionValues, name: string): readonly string[] {
  const given = options[name];
  return Array.isArray(given) ? given : [];
}

function textOf(options: OptionValues, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

function listOf(options: OptionValues, name: string): readonly string[] {
  const text = textOf(options, name);
  return text === null ? [] : text.split(',').filter((entry) => entry !== '');
}

function usage(problem: string): ScenarioError {
  return new ScenarioError(`evaluate-files: ${problem}`);
}
