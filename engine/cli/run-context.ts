import { createHash } from 'node:crypto';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Progress } from '../core/progress.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { type TelemetryParts, telemetrySchema } from '../schema/telemetry-schema.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { RunManifest, StageName } from './run-manifest.ts';

/** A scenario bound to a folder, and all that its stages share. */
export interface RunContext {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly workspace: Workspace;
  /** PostgreSQL server, null for PGlite in the run folder. */
  readonly databaseUrl: string | null;
  readonly parts: TelemetryParts;
  readonly schema: DatabaseSchema;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** What a stage says of itself when it is done. */
export interface StageResult {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What a clock or the machine had a say in, so that it differs from run to run. */
  readonly measured?: Readonly<Record<string, unknown>>;
}

/** What a stage is told when it runs. */
export interface StageWork {
  readonly manifest: RunManifest;
  readonly key: string;
}

/** A stage of a run. */
export interface Stage {
  readonly name: StageName;
  /** All that decides the result beside the stage before: options, digests of files. */
  settings(context: RunContext): Promise<unknown>;
  /** Does the work; `key` is the digest of all that decides it, a resumed stage's mark. */
  run(context: RunContext, work: StageWork): Promise<StageResult>;
  /** Removes what only an unfinished stage goes on from; called when its record is there. */
  tidy?(context: RunContext): Promise<void>;
}

/** Which telemetry a scenario's sources hold; a simulated site has both. */
export function telemetryParts(scenario: Scenario): TelemetryParts {
  const kinds = new Set(Object.values(scenario.sources).map((one) => one.kind));
  if (scenario.simulate !== null) return partsFor(scenario, { events: true, flows: true });
  return partsFor(scenario, { events: kinds.has('events'), flows: kinds.has('flows') });
}

/** A subject that only one side knows leaves the other side out. */
function partsFor(scenario: Scenario, parts: TelemetryParts): TelemetryParts {
  switch (scenario.subject.kind) {
    case 'host':
      return parts;
    case 'process':
      return { events: parts.events, flows: false };
    default:
      return { events: false, flows: parts.flows };
  }
}

/** The schema of a scenario's telemetry. */
export function scenarioSchema(scenario: Scenario): DatabaseSchema {
  return telemetrySchema(telemetryParts(scenario));
}

/** Opens one of the run's two databases, makes it ready, and closes it after the work. */
export async function withDatabase<T>(
  context: RunContext,
  which: 'original' | 'synthetic',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openRunDatabase(context, which);
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
  }
}

function openRunDatabase(context: RunContext, which: 'original' | 'synthetic'): Promise<Database> {
  const { databaseUrl, workspace } = context;
  if (databaseUrl === null) return openDatabase({ directory: workspace[which], namespace: which });
  return openDatabase({ url: databaseUrl, namespace: namespaceOf(context, which) });
}

/** A PostgreSQL schema of the run's own: scenario, what it holds, digest of the run folder. */
export function namespaceOf(
  context: { readonly scenario: { readonly name: string }; readonly workspace: Workspace },
  which: 'original' | 'synthetic',
): string {
  const digest = createHash('sha256').update(context.workspace.root).digest('hex').slice(0, 8);
  const name = context.scenario.name.replace(/[^a-z0-9]/g, '_').slice(0, 20);
  return `entwine_${name}_${digest}_${which}`.slice(0, 48);
}
