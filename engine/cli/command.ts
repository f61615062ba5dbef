import { parseArgs } from 'node:util';
import { ScenarioError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';

/** An option of a verb. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What the value stands for in the help, e.g. `DIR`. */
  readonly value?: string;
  readonly help: string;
}

/** Parsed options: strings, flags, and lists for repeatable ones. */
export type OptionValues = Readonly<Record<string, string | boolean | string[] | undefined>>;

/** What a verb gets to work with; everything impure comes in here. */
export interface CommandContext {
  readonly arguments: readonly string[];
  readonly options: OptionValues;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  /** Aborted on SIGINT and SIGTERM; stages stop at the next unit of work. */
  readonly signal: AbortSignal;
  /** Writes a line for people to stderr, unless `--quiet`. */
  say(line: string): void;
  /** Writes the one JSON document with `--json`, else the lines for people, to stdout. */
  result(document: unknown, lines: readonly string[]): void;
}

/** A verb of the command line, as a record. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments, e.g. `SCENARIO`; a trailing `?` marks an optional one. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(context: CommandContext): Promise<number>;
}

/** Options that every verb takes. */
export const COMMON_OPTIONS = {
  'run-dir': { type: 'string', value: 'DIR', help: 'folder of the run (default runs/<scenario>)' },
  seed: { type: 'string', value: 'N', help: "seed, instead of the scenario's" },
  json: { type: 'boolean', help: 'print the result as one JSON document on stdout' },
  quiet: { type: 'boolean', help: 'print no progress' },
  help: { type: 'boolean', help: 'print this help' },
} as const satisfies Record<string, OptionSpec>;

/** Options of the verbs that read captures. */
export const SOURCE_OPTIONS = {
  source: {
    type: 'string',
    multiple: true,
    value: 'NAME=PATH',
    help: "read this file or glob instead of the scenario's source NAME (repeatable)",
  },
} as const satisfies Record<string, OptionSpec>;

/** Arguments and options of a verb. */
export interface ParsedArguments {
  readonly arguments: readonly string[];
  readonly options: OptionValues;
}

/**
 * Reads a verb's arguments.
 *
 * @throws ScenarioError on an unknown option, a missing value or a wrong number of arguments
 */
export function parseCommand(command: Command, words: readonly string[]): ParsedArguments {
  const specs = { ...COMMON_OPTIONS, ...command.options };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { type: spec.type, multiple: 'multiple' in spec && spec.multiple === true },
    ]),
  );
  try {
    const parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    const values = parsed.values as OptionValues;
    if (values.help !== true) checkPositionals(command, parsed.positionals);
    return { arguments: parsed.positionals, options: values };
  } catch (cause) {
    if (cause instanceof ScenarioError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ScenarioError(
      `entwine ${command.name}: ${reason}; see entwine ${command.name} --help`,
    );
  }
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const required = command.positionals.filter((one) => !one.endsWith('?')).length;
  if (given.length >= required && given.length <= command.positionals.length) return;
  throw new ScenarioError(
    `entwine ${command.name}: takes ${command.positionals.join(' ') || 'no arguments'}: ` +
      `${given.join(' ') || 'none given'}; see entwine ${command.name} --help`,
  );
}

/** The help text of one verb. */
export function helpOf(command: Command): string {
  const specs: Record<string, OptionSpec> = { ...command.options, ...COMMON_OPTIONS };
  const left = (name: string, spec: OptionSpec) =>
    `  --${name}${spec.value === undefined ? '' : ` ${spec.value}`}`;
  const width = Math.max(...Object.entries(specs).map(([name, spec]) => left(name, spec).length));
  const rows = Object.entries(specs).map(
    ([name, spec]) => `${left(name, spec).padEnd(width)}  ${spec.help}`,
  );
  const usage = ['usage: entwine', command.name, ...command.positionals, '[options]'].join(' ');
  return [usage, '', command.summary, '', ...rows, ''].join('\n');
}
