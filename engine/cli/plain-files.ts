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
 * @throws ScenarioError if options are missing or do not go together
 * @throws DataError if a file cannot be read
 */
export async function readPlainParts(options: OptionValues): Promise<PlainParts> {
  const files = filesOf(options);
  const contexts = contextFiles(options, files.length);
  const key = textOf(options, 'key');
  const contextKey = textOf(options, 'context-key') ?? key;
  if (contexts.length > 0 && (key === null || contextKey === null)) {
    throw usage('--context needs --key: not given; name the column that ties rows to subjects');
  }
  const read = await createTableReader(options);
  const parts: Partial<Record<(typeof PARTS)[number], PlainPart>> = {};
  for (const [at, { part, file }] of files.entries()) {
    const context = contexts.length === 1 ? contexts[0] : contexts[at];
    parts[part] = {
      target: await read(file),
      key,
      context:
        context === undefined || contextKey === null
          ? null
          : { table: await read(context), key: contextKey },
    };
  }
  const { training, holdout = null, synthetic } = parts;
  if (training === undefined || synthetic === undefined) {
    throw usage('--train and --synthetic are needed: one is not given; name a CSV or Parquet file');
  }
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
  return PARTS.flatMap((part) => {
    const file = textOf(options, OPTION_OF[part]);
    return file === null ? [] : [{ part, file }];
  });
}

function contextFiles(options: OptionValues, parts: number): readonly string[] {
  const given = options.context;
  const files = Array.isArray(given) ? given : [];
  if (files.length <= 1 || files.length === parts) return files;
  throw usage(`--context: ${files.length} files for ${parts} parts; give one file, or one a part`);
}

/** Reads each file once, without the columns that were dropped. */
async function createTableReader(options: OptionValues) {
  const missing = listOf(options, 'missing');
  const dropped = new Set(Array.isArray(options.drop) ? options.drop : []);
  const known = new Map<string, PlainTable>();
  return async (file: string): Promise<PlainTable> => {
    const table = known.get(file) ?? (await readPlainTable(file, { missing }));
    known.set(file, table);
    return { ...table, columns: table.columns.filter(({ name }) => !dropped.has(name)) };
  };
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
