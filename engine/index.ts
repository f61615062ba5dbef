/** The verbs of Entwine as functions, with their types; nothing else is public. */
export type { RunManifest, StageName } from './cli/run-manifest.ts';
export { type RunScenarioOptions, runScenario } from './cli/run-scenario.ts';
export {
  CheckpointMismatchError,
  CyclicSchemaError,
  DataError,
  IncomputableMetricError,
  ScenarioError,
  SchemaError,
  StateError,
  StorageError,
  SynthesisError,
  TooManyBadRowsError,
  UnknownTableError,
} from './core/errors.ts';
export type { Progress } from './core/progress.ts';
export type { Row, RowSource, Value } from './core/row.ts';
export { generateShard } from './pipeline/generate.ts';
export { loadGenerator } from './pipeline/generator-folder.ts';
export {
  type GenerationPlan,
  type GenerationRequest,
  planGeneration,
  referenceRows,
} from './pipeline/plan-generation.ts';
export { settleShares } from './pipeline/steering-pilot.ts';
export type { Generator } from './pipeline/train.ts';
export { verifyGenerator } from './pipeline/verify-generator.ts';
export type { DatabaseSchema } from './schema/database-schema.ts';
export { checkIntegrity } from './schema/integrity.ts';
export { diffSnapshots } from './snapshot/diff-snapshots.ts';
export { readSnapshotTable } from './snapshot/read-snapshot.ts';
export { restoreSnapshot } from './snapshot/restore-snapshot.ts';
export { verifySnapshot } from './snapshot/verify-snapshot.ts';
