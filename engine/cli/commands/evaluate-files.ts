import { PLAIN_TYPES } from '../../../evaluators/plain-tables/column-types.ts';
import {
  judgePlainParts,
  type PlainReport,
} from '../../../evaluators/plain-tables/plain-report.ts';
import { createRandom } from '../../core/random.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { wholeNumber } from '../open-run.ts';
import { plainTypesOf, readPlainParts } from '../plain-files.ts';

const DEFAULT_SEED = 42;

/** `entwine evaluate-files`: judges any generator's table by its files. */
export const evaluateFilesCommand: Command = {
  name: 'evaluate-files',
  summary: 'judge a synthetic table by plain files: accuracy, similarity, distances',
  positionals: [],
  options: {
    train: {
      type: 'string',
      value: 'FILE',
      help: 'real rows that the generator saw; CSV, Parquet',
    },
    holdout: { type: 'string', value: 'FILE', help: 'real rows that it never saw' },
    synthetic: { type: 'string', value: 'FILE', help: 'rows that it made' },
    key: { type: 'string', value: 'COLUMN', help: "column that names a row's subject" },
    context: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'one row a subject: a file of all subjects, or one a part in the order above',
    },
    'context-key': { type: 'string', value: 'COLUMN', help: "the context's key (default --key)" },
    types: {
      type: 'string',
      value: 'LIST',
      help: `NAME=TYPE,… of ${PLAIN_TYPES.join(', ')}; the rest is inferred`,
    },
    drop: { type: 'string', multiple: true, value: 'COLUMN', help: 'leave out (repeatable)' },
    missing: { type: 'string', value: 'LIST', help: 'texts that stand for missing, as NA,NULL' },
  },
  async run(context) {
    const { options, progress } = context;
    const types = plainTypesOf(options);
    progress.start('read files', null, 'files');
    const parts = await readPlainParts(options);
    progress.finish();
    const seed = wholeNumber(context, 'seed') ?? DEFAULT_SEED;
    const random = createRandom(seed, 'evaluate-files');
    progress.start('judge', null, 'parts');
    const report = judgePlainParts(parts, { types, random });
    progress.finish();
    context.result({ seed, ...report }, linesOf(report));
    return EXIT.ok;
  },
};

/** The main figures, for people. */
function linesOf({ subjects, accuracy, max, ceiling, similarity, distances, notes }: PlainReport) {
  const figure = (value: number | null) => (value === null ? 'not computed' : value.toFixed(4));
  return [
    ...Object.entries(subjects).map(([part, count]) => `${part}: ${count} subjects`),
    ...(['overall', 'univariate', 'bivariate', 'trivariate', 'coherence'] as const).map(
      (part) =>
        `${part}: ${figure(accuracy[part])}` +
        (ceiling === null ? '' : `, ceiling ${figure(ceiling[part])}`) +
        `, noise bound ${figure(max[part])}`,
    ),
    ...Object.entries({ ...similarity, ...distances }).map(
      ([name, value]) => `${name}: ${figure(value)}`,
    ),
    ...notes.map((note) => `note: ${note}`),
  ];
}
