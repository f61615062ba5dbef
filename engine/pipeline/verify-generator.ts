import fc from 'fast-check';
import { ScenarioError } from '../core/errors.ts';
import type { Progress } from '../core/progress.ts';
import type { IntegrityExample } from '../schema/integrity-findings.ts';
import { type DrawnRequest, judgeRequest, type RequestFindings } from './judge-request.ts';
import type { CommunityId } from './ports.ts';
import type { Generator } from './train.ts';

const MOST_SUBJECTS = 50;

const BIGGEST_SHARD = 20;

const HIGHEST_SEED = 2 ** 31 - 1;

/** How long and from where to look for a request that a generator answers wrongly. */
export interface VerifyOptions {
  /** Requests to draw. */
  readonly runs: number;
  readonly seed: number;
  readonly communityId: CommunityId;
  /** Most subjects that a request asks for; default 50. */
  readonly maxSubjects?: number;
  /** Replays the counter-example of an earlier run with the same seed. */
  readonly path?: string;
  /** How a request is judged; default: `judgeRequest`. */
  readonly judge?: JudgeRequest;
}

/** Generates what a request asks for and says which laws its rows break. */
export type JudgeRequest = typeof judgeRequest;

/** The smallest request found that breaks a law, and how to see it again. */
export interface CounterExample {
  readonly request: DrawnRequest;
  readonly seed: number;
  readonly path: string;
  /** Steps from the request that failed first to this one. */
  readonly shrinks: number;
  readonly broken: Readonly<Record<string, number>>;
  readonly examples: readonly IntegrityExample[];
  /** What generation threw, null if it ran through. */
  readonly error: string | null;
}

/** What a verification came to. */
export interface VerifyOutcome {
  readonly passed: boolean;
  readonly seed: number;
  /** Requests that were checked before the first failure, itself included. */
  readonly runs: number;
  /** Rows and subjects that were checked, shrinking included. */
  readonly rows: number;
  readonly subjects: number;
  readonly counterExample: CounterExample | null;
}

/**
 * Draws requests at random and checks every invariant on what the generator answers.
 *
 * A request is a seed, a number of subjects, a size of shards and an order in which to draw them.
 * The first that fails is shrunk to a small one that still fails; nothing is thrown for it.
 *
 * @throws ScenarioError if `path` is none
 */
export async function verifyGenerator(
  generator: Generator,
  options: VerifyOptions,
  progress: Progress,
): Promise<VerifyOutcome> {
  const total = { rows: 0, subjects: 0, calls: 0 };
  const { seed, runs, path, judge = judgeRequest, maxSubjects = MOST_SUBJECTS } = options;
  const holds = async (request: DrawnRequest) => {
    total.calls += 1;
    const findings = await judge(generator, request, options.communityId);
    if (total.calls <= runs) progress.advance(1);
    total.rows += findings.rows;
    total.subjects += findings.subjects;
    return Object.keys(findings.broken).length === 0;
  };
  progress.start('verify', runs, 'requests');
  const property = fc.asyncProperty(requests(maxSubjects), holds);
  const details = await fc.check(property, { seed, numRuns: runs, ...replay(path) });
  const counterExample = await counterExampleOf(generator, options, details);
  progress.finish();
  return {
    passed: !details.failed,
    seed,
    runs: details.numRuns,
    rows: total.rows,
    subjects: total.subjects,
    counterExample,
  };
}

/** The outcome as lines for a terminal. */
export function describeOutcome(outcome: VerifyOutcome): readonly string[] {
  const { counterExample, rows, runs, seed, subjects } = outcome;
  if (counterExample === null) {
    return [
      `verify: ${runs} requests, ${subjects} subjects, ${rows} rows: every invariant holds (seed ${seed})`,
    ];
  }
  const { request, broken, examples, error, path, shrinks } = counterExample;
  return [
    `verify: request ${runs} breaks an invariant (seed ${seed}, shrunk ${shrinks} times)`,
    `  request  seed ${request.seed}, ${request.subjects} subjects, shards of ${request.shardSize}, order ${request.order}`,
    ...Object.entries(broken).map(([law, count]) => `  broken   ${law}: ${count}`),
    ...examples.map((one) => `  example  ${one.law} in ${one.table} ${keyText(one)}: ${one.where}`),
    ...(error === null ? [] : [`  error    ${error}`]),
    `  replay   entwine verify RUN_DIR --seed ${seed} --path ${path}`,
  ];
}

function requests(maxSubjects: number): fc.Arbitrary<DrawnRequest> {
  return fc.record({
    seed: fc.nat(HIGHEST_SEED),
    subjects: fc.nat(maxSubjects),
    shardSize: fc.integer({ min: 1, max: BIGGEST_SHARD }),
    order: fc.nat(HIGHEST_SEED),
  });
}

function replay(path: string | undefined): { readonly path?: string } {
  if (path === undefined) return {};
  if (!/^\d{1,9}(:\d{1,9})*$/.test(path)) {
    const message = `verify: not a path: ${JSON.stringify(path)}; copy it from the failed run`;
    throw new ScenarioError(message, { path });
  }
  return { path };
}

/** Judges the shrunk request once more, for what exactly it breaks. */
async function counterExampleOf(
  generator: Generator,
  options: VerifyOptions,
  details: fc.RunDetails<[DrawnRequest]>,
): Promise<CounterExample | null> {
  const request = details.counterexample?.[0];
  if (request === undefined || details.counterexamplePath === null) return null;
  const { judge = judgeRequest } = options;
  const judged = await judge(generator, request, options.communityId).catch(
    (error: unknown): RequestFindings & { readonly error: string } => ({
      rows: 0,
      tables: {},
      subjects: 0,
      broken: {},
      examples: [],
      error: error instanceof Error ? error.message : String(error),
    }),
  );
  return {
    request,
    seed: details.seed,
    path: details.counterexamplePath,
    shrinks: details.numShrinks,
    broken: judged.broken,
    examples: judged.examples,
    error: 'error' in judged ? judged.error : null,
  };
}

function keyText(example: IntegrityExample): string {
  return Object.entries(example.key)
    .map(([name, cell]) => `${name} ${cell}`)
    .join(', ');
}
