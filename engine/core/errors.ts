/**
 * The one tree of errors: the class says which kind, `details` say where and what, the message
 * reads `place: what is wrong: value; what to do`.
 */

/** Root of every error that Entwine raises on purpose; carries the exit code of its kind. */
export class SynthesisError extends Error {
  readonly code: string;
  readonly exitCode: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    exitCode: number,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** A scenario or a command line that cannot be run as written; exit code 2. */
export class ScenarioError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('scenario', 2, message, details, cause);
  }
}

/** A database schema that cannot be generated; exit code 2. */
export class SchemaError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('schema', 2, message, details, cause);
  }
}

/** Tables that depend on each other in a circle; `details.path` names it. */
export class CyclicSchemaError extends SchemaError {}

/** A relationship that names a table which the schema lacks. */
export class UnknownTableError extends SchemaError {}

/** Input that cannot be read or trusted; exit code 3. */
export class DataError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('data', 3, message, details, cause);
  }
}

/** More bad rows than `maxBad` allows. */
export class TooManyBadRowsError extends DataError {}

/** A step that was asked for before the one it needs; exit code 2. */
export class StateError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('state', 2, message, details, cause);
  }
}

/** A generator folder or a snapshot whose digest does not match its manifest. */
export class CheckpointMismatchError extends StateError {}

/** A model whose shapes do not fit, or an engine that cannot run it; exit code 70, since a defect. */
export class ComputeError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('compute', 70, message, details, cause);
  }
}

/** A database or a disk that failed; exit code 4. */
export class StorageError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('storage', 4, message, details, cause);
  }
}

/** A metric that refuses to invent a score. */
export class IncomputableMetricError extends SynthesisError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super('incomputable', 1, message, details, cause);
  }
}
