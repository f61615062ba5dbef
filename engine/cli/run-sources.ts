import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expandSource } from '../../scenarios/expand-source.ts';
import type { Scenario, ScenarioSource } from '../../scenarios/scenario.ts';
import { DataError } from '../core/errors.ts';
import { assignCaptures } from '../original/capture-name.ts';
import { type RunContext, telemetryParts } from './run-context.ts';

/** A file to read: what it holds, how it is written, which capture it belongs to. */
export interface RunFile {
  readonly source: string;
  readonly file: string;
  readonly capture: string;
  readonly settings: Pick<ScenarioSource, 'kind' | 'format' | 'columns' | 'timeUnit'>;
}

/** The files of a run in reading order: sources as the scenario names them, files by their path. */
export function runFiles(context: RunContext): readonly RunFile[] {
  const { scenario, workspace } = context;
  return scenario.simulate === null ? usedFiles(scenario) : labFiles(workspace.lab);
}

/** The files that a scenario's sources name, none for a simulated site. */
export function usedFiles(scenario: Scenario): readonly RunFile[] {
  const used = usedSources(scenario);
  const files = new Map(used.map(([name, source]) => [name, expandSource(source)]));
  const captures = assignCaptures(files);
  return used.flatMap(([source, settings]) =>
    (captures.get(source) ?? []).map(({ file, capture }) => ({ source, file, capture, settings })),
  );
}

/** Sources whose kind the scenario's subject can use. */
function usedSources(scenario: Scenario): [string, ScenarioSource][] {
  const parts = telemetryParts(scenario);
  return Object.entries(scenario.sources).filter(([, { kind }]) => kind === 'dns' || parts[kind]);
}

/** What the simulator wrote. */
function labFiles(lab: string): readonly RunFile[] {
  const file = (source: 'events' | 'flows' | 'dns', name: string): RunFile => ({
    source,
    file: join(lab, name),
    capture: 'lab',
    settings: { kind: source, format: 'auto', columns: {}, timeUnit: 'iso' },
  });
  return [file('events', 'sysmon.jsonl'), file('flows', 'conn.log'), file('dns', 'dns.log')];
}

/** SHA-256 of a file, streamed. @throws DataError if it cannot be read */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (cause) {
    throw new DataError(`${file}: cannot be read; check the path and its rights`, { file }, cause);
  }
  return hash.digest('hex');
}
