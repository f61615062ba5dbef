import { z } from 'zod';
import {
  CAPTURE_FORMATS,
  SOURCE_KINDS,
  type SourceKind,
  TIME_UNITS,
} from '../engine/core/capture-format.ts';
import { ENCODER_FORMS } from '../engine/core/encoder-form.ts';
import { ENGINE_NAMES } from '../engine/core/engine-name.ts';
import { MODEL_FAMILIES } from '../engine/core/model-family.ts';
import { REPORT_CHAPTERS } from '../engine/core/report-chapters.ts';
import { TEXT_MODELS } from '../engine/core/text-model.ts';
import { SUBJECT_KINDS } from '../engine/schema/telemetry-schema.ts';
import { durationText, parseDuration } from './duration.ts';
import { GENERATE_FIELDS } from './steering.ts';

/** Names of sources, columns and the like; safe as a file name and as an SQL identifier. */
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, 'expected lower-case letters, digits and _, a letter first');

const texts = z.array(z.string().min(1));

const share = z.number().min(0).max(1);

const paths = z
  .union([z.string().min(1), texts.min(1)], { error: 'expected a path or a list of paths' })
  .transform((path) => (typeof path === 'string' ? [path] : path));

const span = durationText.transform((text) => parseDuration(text) ?? 0);

const source = z.strictObject({
  kind: z
    .enum(SOURCE_KINDS)
    .optional()
    .describe('What the files hold; may be left out where the source is named after it'),
  path: paths.describe('Files or globs, relative to the scenario; may hold ${NAME}, ${NAME:-else}'),
  format: z
    .enum(['auto', ...CAPTURE_FORMATS])
    .default('auto')
    .describe('How the files are written; auto looks at their first lines'),
  columns: z
    .record(identifier, z.string().min(1))
    .default({})
    .describe('For csv: our field, then the name that the file gives it'),
  timeUnit: z.enum(TIME_UNITS).default('iso').describe('For csv: what the time column counts in'),
  optional: z
    .boolean()
    .default(false)
    .describe('Leave the source out, not stop, where it has no files or the others are replaced'),
});

const subject = z
  .strictObject({
    kind: z.enum(SUBJECT_KINDS).default('host').describe('What a subject is: the unit of privacy'),
    segment: span
      .nullable()
      .default(null)
      .describe('Cut long subjects into spans of this length, such as 10s; not for processes'),
    internal: texts
      .default([])
      .describe('Networks of the site in CIDR form, beside the private ranges'),
  })
  .transform(({ segment, ...rest }) => ({ ...rest, segmentUs: segment }));

const ingest = z.strictObject({
  maxBad: share
    .default(0.001)
    .describe('Share of rows that may go to quarantine before ingest stops'),
});

const link = z
  .strictObject({
    window: span.default(2_000_000).describe('Least distance in time that still links, such as 2s'),
    relaxed: z.boolean().default(true).describe('Also link where the client port is lost'),
    fqdnTime: z.boolean().default(false).describe('Also link by name and time alone; imprecise'),
  })
  .transform(({ window, ...rest }) => ({ windowUs: window, ...rest }));

const split = z.strictObject({
  holdout: z
    .number()
    .min(0.01)
    .max(0.9)
    .default(0.2)
    .describe('Share of subjects that the generator never sees'),
});

const publicValues = z.strictObject({
  addresses: texts.default([]).describe('Addresses or CIDR blocks that may leave as they are'),
  names: texts.default([]).describe('Domain or host names that may leave as they are'),
  users: texts.default([]).describe('Account names that may leave as they are'),
  values: z
    .record(z.string().min(1), texts)
    .default({})
    .describe('By column, further values that may leave as they are'),
});

const privacy = z.strictObject({
  epsilon: z
    .number()
    .positive()
    .max(1000)
    .describe('Privacy loss at most by subject; 8 is loose, 1 is strict'),
  delta: z
    .number()
    .positive()
    .lt(1)
    .default(1e-5)
    .describe('Chance that the loss is larger; well below one in as many subjects as there are'),
});

const folder = z.string().min(1);

const COLUMN_NAME = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/;

const model = z.strictObject({
  family: z.enum(MODEL_FAMILIES).default('auto').describe('Which models learn the timelines'),
  k: z
    .int()
    .min(2)
    .max(1000)
    .default(5)
    .describe('A protected value leaves only if at least this many subjects share it'),
  canaries: z
    .int()
    .min(0)
    .max(1000)
    .default(20)
    .describe('Unique records planted in training and looked for in the output; 0 turns it off'),
  public: publicValues.prefault({}).describe('What needs no protection'),
  leaf: z
    .int()
    .min(1)
    .max(100_000)
    .default(10)
    .describe('Rows that a law needs before it is believed; more protects more, and learns less'),
  maxRows: z
    .int()
    .min(1)
    .default(2_000_000)
    .describe('Rows to learn from at most; of more, whole subjects are drawn'),
  encoders: z
    .record(z.string().regex(COLUMN_NAME, 'expected table.column'), z.enum(ENCODER_FORMS))
    .default({})
    .describe('By table.column, how its values are coded where the choice by the data is wrong'),
  engine: z
    .enum(ENGINE_NAMES)
    .default('auto')
    .describe('What computes networks; auto takes the fastest that is there'),
  maxMinutes: z
    .number()
    .positive()
    .max(100_000)
    .default(30)
    .describe('Minutes that a network trains at most; it ends with the epoch, best weights kept'),
  maxEpochs: z
    .int()
    .min(1)
    .max(100_000)
    .default(60)
    .describe('Passes over the training rows at most; a network that learns no more stops before'),
  privacy: privacy
    .nullable()
    .default(null)
    .describe('Differential privacy by subject, for argn; null protects by k alone'),
  text: z
    .enum(TEXT_MODELS)
    .default('auto')
    .describe('What new texts are made of: templates, a language model, or what measured better'),
  from: folder
    .nullable()
    .default(null)
    .describe('Folder of a generator to learn on from: it is replayed beside the new captures'),
  replayShare: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('Replayed subjects for each one that the older generator learned from'),
});

const generate = z.strictObject({
  ...GENERATE_FIELDS,
  seedRows: folder
    .nullable()
    .default(null)
    .describe('Folder of real rows (<table>.csv) whose timelines are continued'),
  includeSeed: z
    .boolean()
    .default(false)
    .describe('Publish the seed rows too, before what continues them'),
  shardSize: z.int().min(1).max(100_000).default(64).describe('Subjects that are drawn together'),
});

const storage = z.strictObject({
  url: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|\$\{)/, 'expected postgres://… or ${NAME}')
    .nullable()
    .default(null)
    .describe(
      'A PostgreSQL server, best as ${NAME}; null keeps the rows in PGlite, in the run folder',
    ),
});

const gate = z
  .strictObject({
    metric: z
      .string()
      .regex(/^[\w-]+(\.[\w-]+)*$/, 'expected a place such as overall.accuracy')
      .describe('Place of the figure in report.json'),
    atLeast: z.number().optional().describe('The gate fails below'),
    atMost: z.number().optional().describe('The gate fails above'),
  })
  .refine(
    ({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined,
    'expected a gate with atLeast, atMost or both',
  );

const report = z.strictObject({
  chapters: z
    .array(z.enum(REPORT_CHAPTERS))
    .default([...REPORT_CHAPTERS])
    .describe('Chapters of the report beyond accuracy, links and integrity; fewer take less time'),
  rules: texts
    .default([])
    .describe('Files or globs of further domain rules (YAML), relative to the scenario'),
  sigma: texts
    .default([])
    .describe('Files or globs of Sigma rules whose hits are compared, relative to the scenario'),
  gates: z.array(gate).default([]).describe('Figures that decide about exit code 0 or 1'),
});

/** The parts of a scenario, each checked on its own so that all their problems show at once. */
export const SCENARIO_SECTIONS = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and -')
    .describe('Short name; report and snapshot bear it'),
  description: z.string().default('').describe('What the scenario is for, for people'),
  seed: z.int().min(0).default(42).describe('Same seed, same version, same bytes'),
  subject: subject.prefault({}).describe('Whose timelines are learned'),
  sources: z.record(identifier, source).default({}).describe('Captures to read, by name'),
  simulate: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())]))
    .nullable()
    .default(null)
    .describe('Options of a simulated site that stands in for sources'),
  ingest: ingest.prefault({}).describe('How strictly captures are read'),
  link: link.prefault({}).describe('How events are tied to flows'),
  split: split.prefault({}).describe('How subjects are set aside for judging'),
  model: model.prefault({}).describe('What learns, and what it may not give away'),
  generate: generate.prefault({}).describe('How much is made'),
  storage: storage.prefault({}).describe('Where rows live while they are worked on'),
  report: report.prefault({}).describe('What the run must reach'),
  workers: z.int().min(1).max(64).default(2).describe('Threads; they never change the rows'),
} as const;

const scenarioSchema = z.strictObject(SCENARIO_SECTIONS);

/** Captures of one kind, read from files. */
export interface ScenarioSource
  extends Readonly<Omit<z.output<typeof source>, 'kind' | 'path' | 'columns'>> {
  readonly kind: SourceKind;
  /** Files or globs with their variables filled in, relative to `baseDirectory`. */
  readonly path: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** The scenario's folder, or the working directory for a source of the command line. */
  readonly baseDirectory: string;
}

/** A scenario as written, each part checked, the parts not yet held against each other. */
export type ScenarioDraft = z.output<typeof scenarioSchema>;

/** A scenario that can be run. */
export type Scenario = Readonly<Omit<ScenarioDraft, 'sources'>> & {
  /** By name; empty where the site is simulated. */
  readonly sources: Readonly<Record<string, ScenarioSource>>;
};

/** JSON Schema (draft 2020-12) of the scenario file, for editors. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(scenarioSchema, { io: 'input' }), title: 'Entwine scenario' };
}
