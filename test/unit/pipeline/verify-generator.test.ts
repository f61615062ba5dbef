import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import type { Progress } from '../../../engine/core/progress.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import type { DrawnRequest, RequestFindings } from '../../../engine/pipeline/judge-request.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import {
  describeOutcome,
  type JudgeRequest,
  type VerifyOptions,
  verifyGenerator,
} from '../../../engine/pipeline/verify-generator.ts';

const generator = { schema: { tables: [] } } as unknown as Generator;

describe('verifyGenerator', () => {
  it('should pass a generator that answers every request rightly', async () => {
    const seen: DrawnRequest[] = [];
    const judge = judging((request) => {
      seen.push(request);
      return {};
    });

    const outcome = await verify({ judge, runs: 60 });

    expect(outcome).to.include({ passed: true, runs: 60, counterExample: null, seed: 7 });
    expect(outcome.rows).to.equal(60 * 10);
    expect(seen).to.have.length(60);
    expect(seen.every((one) => one.subjects >= 0 && one.subjects <= 50)).to.equal(true);
    expect(seen.every((one) => one.shardSize >= 1 && one.shardSize <= 20)).to.equal(true);
    expect(new Set(seen.map((one) => one.seed)).size).to.be.above(30);
  });

  it('should shrink a failure to the smallest request that still fails', async () => {
    const outcome = await verify({ judge: brokenFromSeven });

    expect(outcome.passed).to.equal(false);
    expect(outcome.counterExample?.request).to.deep.equal({
      seed: 0,
      subjects: 7,
      shardSize: 1,
      order: 0,
    });
    expect(outcome.counterExample?.broken).to.deep.equal({ orphans: 2 });
    expect(outcome.counterExample?.shrinks).to.be.above(0);
  });

  it('should fail again at once when the counter-example is replayed', async () => {
    const first = await verify({ judge: brokenFromSeven });
    const path = first.counterExample?.path ?? '';

    const again = await verify({ judge: brokenFromSeven, path });

    expect(again.passed).to.equal(false);
    expect(again.runs).to.equal(1);
    expect(again.counterExample?.request).to.deep.equal(first.counterExample?.request);
  });

  it('should refuse a path that no run printed', async () => {
    const error = await verify({ judge: brokenFromSeven, path: 'twelve' }).catch((one) => one);

    expect(error).to.be.instanceOf(ScenarioError);
  });

  it('should give the same outcome for the same seed', async () => {
    const [left, right] = [
      await verify({ judge: brokenFromSeven }),
      await verify({ judge: brokenFromSeven }),
    ];

    expect(left).to.deep.equal(right);
  });

  it('should report what generation throws as a failure, not throw it', async () => {
    const judge = judging((request) => {
      if (request.subjects > 3) throw new Error('no stub left');
      return {};
    });

    const outcome = await verify({ judge });

    expect(outcome.passed).to.equal(false);
    expect(outcome.counterExample).to.include({ error: 'no stub left' });
    expect(outcome.counterExample?.request.subjects).to.equal(4);
  });

  it('should ask for no more subjects than it may', async () => {
    let most = 0;
    const judge = judging((request) => {
      most = Math.max(most, request.subjects);
      return {};
    });

    await verify({ judge, maxSubjects: 3, runs: 100 });

    expect(most).to.equal(3);
  });

  it('should tell its progress and finish it, also after a failure', async () => {
    const told: string[] = [];
    const progress: Progress = {
      start: (step, total, unit) => told.push(`${step} ${total} ${unit}`),
      advance: () => told.push('+'),
      finish: () => told.push('.'),
    };

    await verifyGenerator(generator, options({ judge: brokenFromSeven, runs: 30 }), progress);

    expect(told[0]).to.equal('verify 30 requests');
    expect(told.filter((one) => one === '+').length).to.be.within(1, 30);
    expect(told.at(-1)).to.equal('.');
  });
});

describe('describeOutcome', () => {
  it('should say in one line that all is well', async () => {
    const outcome = await verify({ judge: judging(() => ({})), runs: 5 });

    expect(describeOutcome(outcome)).to.deep.equal([
      `verify: 5 requests, ${outcome.subjects} subjects, 50 rows: every invariant holds (seed 7)`,
    ]);
  });

  it('should show the request, what it breaks, where, and how to replay it', async () => {
    const outcome = await verify({ judge: brokenFromSeven });

    const lines = describeOutcome(outcome);

    expect(lines[1]).to.equal('  request  seed 0, 7 subjects, shards of 1, order 0');
    expect(lines).to.include('  broken   orphans: 2');
    expect(lines).to.include(
      '  example  orphans in events subject_key 1, event_id 4: process_key -> processes',
    );
    expect(lines.at(-1)).to.equal(
      `  replay   entwine verify RUN_DIR --seed 7 --path ${outcome.counterExample?.path}`,
    );
  });
});

const brokenFromSeven = judging((request) => (request.subjects >= 7 ? { orphans: 2 } : {}));

function judging(breaks: (request: DrawnRequest) => Record<string, number>): JudgeRequest {
  return async (_, request): Promise<RequestFindings> => ({
    rows: 10,
    tables: {},
    subjects: request.subjects,
    broken: breaks(request),
    examples: [
      {
        law: 'orphans',
        table: 'events',
        key: { subject_key: 1, event_id: 4 },
        where: 'process_key -> processes',
      },
    ],
  });
}

function options(change: Partial<VerifyOptions>): VerifyOptions {
  return { runs: 100, seed: 7, communityId: () => null, ...change };
}

function verify(change: Partial<VerifyOptions>) {
  return verifyGenerator(generator, options(change), silentProgress);
}
