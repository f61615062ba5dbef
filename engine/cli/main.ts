#!/usr/bin/env node
import { silentProgress } from '../core/progress.ts';
import { type Command, type CommandContext, helpOf, parseCommand } from './command.ts';
import { COMMANDS } from './commands/all-commands.ts';
import { describeFailure, EXIT, InterruptedError } from './exit.ts';
import { createProgressBar } from './progress-bar.ts';
import { VERSION } from './version.ts';

const [verb, ...words] = process.argv.slice(2);

process.exitCode = await runVerb(verb, words);

async function runVerb(name: string | undefined, rest: readonly string[]): Promise<number> {
  if (name === '--version') {
    process.stdout.write(`${VERSION}\n`);
    return EXIT.ok;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(overview());
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    process.stderr.write(`entwine: no such verb: ${name}; see entwine --help\n`);
    return EXIT.usage;
  }
  try {
    return await runCommand(command, rest);
  } catch (failure) {
    const { text, exitCode } = describeFailure(failure);
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}

async function runCommand(command: Command, rest: readonly string[]): Promise<number> {
  const parsed = parseCommand(command, rest);
  if (parsed.options.help === true) {
    process.stdout.write(helpOf(command));
    return EXIT.ok;
  }
  return command.run(createContext(parsed));
}

function createContext(parsed: Pick<CommandContext, 'arguments' | 'options'>): CommandContext {
  const quiet = parsed.options.quiet === true;
  const json = parsed.options.json === true;
  const signal = abortOnSignals();
  const output = {
    write: (text: string) => void process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    now: () => performance.now(),
  };
  return {
    ...parsed,
    environment: process.env,
    signal,
    progress: quiet
      ? { ...silentProgress, advance: () => signal.throwIfAborted() }
      : createProgressBar(output, signal),
    say: (line) => void (quiet || process.stderr.write(`${line}\n`)),
    result: (document, lines) =>
      void process.stdout.write(
        json ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`,
      ),
  };
}

/** The first signal asks the run to stop at its next unit of work, the second one ends it. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort(new InterruptedError(signal)));
  }
  return controller.signal;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((one) => one.name.length));
  const rows = COMMANDS.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`);
  const head = [
    `entwine ${VERSION}: synthetic security telemetry that stays linked`,
    '',
    'usage: entwine VERB [arguments] [options]',
    '',
  ];
  return [...head, ...rows, '', 'entwine VERB --help tells the options of a verb.', ''].join('\n');
}
