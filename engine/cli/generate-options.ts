import { resolve } from 'node:path';
import { z } from 'zod';
import { suggestion } from '../../scenarios/explain-issue.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { GENERATE_FIELDS } from '../../scenarios/steering.ts';
import { ENGINE_NAMES, type EngineName } from '../core/engine-name.ts';
import { ScenarioError } from '../core/errors.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { OptionSpec, OptionValues } from './command.ts';

type Field = keyof typeof GENERATE_FIELDS;

const EXAMPLES: Readonly<Record<Field, string>> = {
  subjects: '--subjects 500',
  scale: '--scale 10',
  start: '--start 2027-01-01T00:00:00Z or --start 30d',
  horizon: '--horizon 7d',
  fix: '--fix flows.protocol=tcp or --fix flows.src_packets=1..10',
  rebalance: '--rebalance flows.label:botnet=0.3',
  impute: '--impute flows.tcp_flags',
  temperature: '--temperature 0.8 or --temperature flows=0.8',
};

/** Options of the verbs that generate, each put over the scenario's key of its name. */
export const GENERATE_OPTIONS = {
  subjects: { type: 'string', value: 'N', help: 'subjects to make' },
  scale: { type: 'string', value: 'X', help: 'subjects to make for each that was learned from' },
  start: { type: 'string', value: 'TIME', help: 'when the horizon begins, or a shift such as 30d' },
  horizon: { type: 'string', value: 'SPAN', help: 'span of time to cover, such as 7d' },
  fix: {
    type: 'string',
    multiple: true,
    value: 'TABLE.COLUMN=VALUE',
    help: 'every row has this value, or a range as 1..10 (repeatable; a list if one column)',
  },
  rebalance: {
    type: 'string',
    multiple: true,
    value: 'TABLE.COLUMN:VALUE=SHARE',
    help: 'wanted share of a value among its column (repeatable)',
  },
  impute: {
    type: 'string',
    multiple: true,
    value: 'TABLE.COLUMN',
    help: 'no cell of this column is missing (repeatable)',
  },
  temperature: {
    type: 'string',
    multiple: true,
    value: '[TABLE=]T',
    help: 'below 1 keeps to the usual, above 1 varies more (repeatable by table)',
  },
} as const satisfies Record<Field, OptionSpec>;

/** Options of the verbs that train. */
export const TRAIN_OPTIONS = {
  from: { type: 'string', value: 'DIR', help: 'learn on from this generator, by replaying it' },
  'replay-share': { type: 'string', value: 'X', help: 'replayed subjects for each old one' },
  engine: {
    type: 'string',
    value: 'NAME',
    help: `what computes networks: ${ENGINE_NAMES.join(', ')}`,
  },
} as const satisfies Record<string, OptionSpec>;

/**
 * The scenario with what the command line asks of training and generation put over it.
 *
 * @throws ScenarioError if an option is not of its form
 */
export function withGenerateOptions(scenario: Scenario, options: OptionValues): Scenario {
  const given = Object.entries(readers).flatMap(([name, read]) => {
    const value = options[name];
    return value === undefined ? [] : [[name, checked(name as Field, read(listOf(value)))]];
  });
  const generate = { ...scenario.generate, ...Object.fromEntries(given) };
  return { ...scenario, generate, model: withTrainOptions(scenario, options) };
}

/**
 * Checks that the columns which a scenario steers or codes are there.
 *
 * @throws ScenarioError that names the table's columns
 */
export function checkColumns({ generate, model }: Scenario, schema: DatabaseSchema): void {
  const { fix, rebalance, impute, temperature } = generate;
  const tables = typeof temperature === 'number' ? [] : Object.keys(temperature);
  for (const name of tables) tableOf(schema, name, `generate.temperature.${name}`);
  const places = {
    'generate.fix': Object.keys(fix),
    'generate.rebalance': Object.keys(rebalance),
    'generate.impute': impute,
    'model.encoders': Object.keys(model.encoders),
  };
  for (const [place, columns] of Object.entries(places)) {
    for (const name of columns) {
      const [tableName = '', columnName = ''] = name.split('.');
      const known = tableOf(schema, tableName, `${place}.${name}`).columns.map((one) => one.name);
      if (known.includes(columnName)) continue;
      const remedy = `${suggestion(columnName, known)}use one of ${known.join(', ')}`;
      throw new ScenarioError(`${place}.${name}: no such column: ${columnName}; ${remedy}`);
    }
  }
}

function tableOf(schema: DatabaseSchema, name: string, place: string) {
  const found = schema.tables.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = schema.tables.map((one) => one.name);
  const remedy = `${suggestion(name, known)}use one of ${known.join(', ')}`;
  throw new ScenarioError(`${place}: no such table: ${name}; ${remedy}`);
}

function withTrainOptions({ model }: Scenario, options: OptionValues): Scenario['model'] {
  const { from, engine, 'replay-share': share } = options;
  const replayShare = share === undefined ? model.replayShare : Number(share);
  if (!(replayShare > 0 && replayShare <= 100)) {
    throw new ScenarioError(
      `--replay-share: not a share: ${share}; write it as --replay-share 0.5`,
    );
  }
  return {
    ...model,
    replayShare,
    engine: engine === undefined ? model.engine : engineNamed(String(engine)),
    from: typeof from === 'string' ? resolve(from) : model.from,
  };
}

function engineNamed(word: string): EngineName {
  const engine = ENGINE_NAMES.find((one) => one === word);
  if (engine !== undefined) return engine;
  const remedy = `${suggestion(word, ENGINE_NAMES)}use one of ${ENGINE_NAMES.join(', ')}`;
  throw new ScenarioError(`--engine: no such engine: ${word}; ${remedy}`);
}

const readers: Readonly<Record<Field, (words: readonly string[]) => unknown>> = {
  subjects: ([word]) => Number(word),
  scale: ([word]) => Number(word),
  start: ([word]) => word,
  horizon: ([word]) => word,
  fix: readFix,
  rebalance: readRebalance,
  impute: (words) => words,
  temperature: readTemperature,
};

function checked(name: Field, value: unknown): unknown {
  const result = z.safeParse(GENERATE_FIELDS[name], value);
  if (result.success) return result.data;
  const reason = result.error.issues[0]?.message ?? 'not of its form';
  throw new ScenarioError(
    `--${name}: ${reason}: ${JSON.stringify(value)}; write ${EXAMPLES[name]}`,
  );
}

function readFix(words: readonly string[]): Record<string, unknown> {
  const fixed: Record<string, unknown[]> = {};
  for (const word of words) {
    const [column, value] = halves('fix', word, '=');
    fixed[column] = [...(fixed[column] ?? []), readValue(value)];
  }
  return Object.fromEntries(
    Object.entries(fixed).map(([column, list]) => [column, list.length === 1 ? list[0] : list]),
  );
}

function readRebalance(words: readonly string[]): Record<string, Record<string, number>> {
  const wanted: Record<string, Record<string, number>> = {};
  for (const word of words) {
    const [place, share] = halves('rebalance', word, '=');
    const [column, value] = halves('rebalance', place, ':');
    wanted[column] = { ...wanted[column], [value]: Number(share) };
  }
  return wanted;
}

function readTemperature(words: readonly string[]): unknown {
  const [first = ''] = words;
  if (!first.includes('=')) return Number(first);
  return Object.fromEntries(
    words.map((word) => {
      const [table, heat] = halves('temperature', word, '=');
      return [table, Number(heat)];
    }),
  );
}

/** What stands before and after the separator: the first for `:`, the last for `=`. */
function halves(name: Field, word: string, separator: ':' | '='): readonly [string, string] {
  const at = separator === ':' ? word.indexOf(':') : splitAt(word);
  if (at > 0 && at < word.length - 1) return [word.slice(0, at), word.slice(at + 1)];
  throw new ScenarioError(`--${name}: not of its form: ${word}; write it as ${EXAMPLES[name]}`);
}

/** A value may hold `=`, a column may not; a share follows the last one. */
function splitAt(word: string): number {
  return word.includes(':') && word.indexOf(':') < word.indexOf('=')
    ? word.lastIndexOf('=')
    : word.indexOf('=');
}

const RANGE = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/;

/** Numbers, true, false and null as themselves, `1..10` as a range, all else as text. */
function readValue(text: string): unknown {
  const [whole, from, to] = RANGE.exec(text) ?? [];
  if (whole !== undefined && whole !== '..') {
    return {
      ...(from === undefined ? {} : { from: Number(from) }),
      ...(to === undefined ? {} : { to: Number(to) }),
    };
  }
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function listOf(value: string | boolean | readonly string[]): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}
