import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import type { Score } from '../../../../evaluators/metric.ts';
import {
  concatSamples,
  type SubjectSample,
} from '../../../../evaluators/relations/subject-sample.ts';
import { examineText } from '../../../../evaluators/text/examine-text.ts';

const SCHEMA: DatabaseSchema = {
  tables: [
    {
      name: 'machines',
      role: 'subject',
      timeColumn: null,
      primaryKey: ['subject_key'],
      relationships: [],
      columns: [column('subject_key', 'key'), column('host', 'fqdn')],
    },
    {
      name: 'runs',
      role: 'sequence',
      timeColumn: null,
      primaryKey: ['subject_key', 'run'],
      relationships: [
        {
          kind: 'context',
          columns: ['subject_key'],
          target: 'machines',
          targetColumns: ['subject_key'],
          required: true,
          temporal: false,
        },
      ],
      columns: [column('subject_key', 'key'), column('run', 'key'), column('line', 'text', true)],
    },
  ],
};

const LINES = ['tool.exe -a 1 -b', 'tool.exe -c', 'other.exe /q "x y"', 'last.exe --name=7'];

describe('examineText', () => {
  it('should find alike what is drawn from the same texts', () => {
    const chapter = examine(
      sample(60, lineOf),
      sample(60, (at) => lineOf(at + 1)),
    );

    expect(scoreOf(chapter, 'runs-line-tokens2').value).to.be.above(0.95);
    expect(scoreOf(chapter, 'runs-line-knownTemplates').value).to.equal(1);
    expect(scoreOf(chapter, 'machines-host-templates').value).to.equal(1);
  });

  it('should see through texts of the right words in the wrong order', () => {
    const turned = sample(60, (at) => lineOf(at).split(' ').reverse().join(' '));

    const chapter = examine(sample(60, lineOf), turned);

    expect(scoreOf(chapter, 'runs-line-tokens1').value).to.be.above(0.95);
    expect(scoreOf(chapter, 'runs-line-templates').value).to.be.below(0.4);
  });

  it('should put the value between floor and ceiling', () => {
    const half = sample(60, (at) => (at % 2 === 0 ? lineOf(at) : `strange ${at} thing`));

    const { value, ceiling, floor, interval } = scoreOf(
      examine(sample(60, lineOf), half),
      'runs-line-tokens3',
    );

    expect(value)
      .to.be.above(floor ?? 1)
      .and.below(ceiling ?? 0);
    expect(interval).to.have.length(2);
  });

  it('should show no template that fewer than k subjects share', () => {
    const secret = 'secret-tool --for one';
    const original = sample(60, (at) => (at < 27 ? secret : lineOf(at)));

    const shown = JSON.stringify(examine(original, original).figures);

    expect(shown).not.to.include('secret');
    expect(shown).to.include('other.exe');
  });

  it('should say why a column is not judged', () => {
    const chapter = examine(
      sample(20, lineOf),
      sample(20, () => null),
    );

    expect(chapter.notes).to.deep.equal([
      'text: no synthetic texts, or only empty ones: runs.line; not compared',
    ]);
  });

  it('should say in one note what columns of empty texts lack', () => {
    const empty = (keys: number) =>
      withHosts(
        sample(keys, () => ''),
        '',
      );

    const chapter = examine(sample(20, lineOf), empty(20));

    expect(chapter.notes).to.deep.equal([
      'text: no synthetic texts, or only empty ones: machines.host, runs.line; not compared',
    ]);
    expect(chapter.scores.map(({ id }) => id)).to.deep.equal(['overall']);
  });

  it('should keep every ceiling inside its own interval', () => {
    // Few of the halves lack a template that six subjects share: they move the mean, no quantile.
    const original = sample(60, (at) => (at < 18 ? 'odd one' : lineOf(at)));

    const { scores } = examine(original, original);

    const held = scores.flatMap(({ id, outcome }) =>
      outcome.ok && outcome.value.interval !== null ? [{ id, ...outcome.value }] : [],
    );
    const covered = held.find(({ id }) => id === 'runs-line-coveredTemplates');
    expect(covered?.ceiling).to.be.within(0.99, 0.99999);
    expect(covered?.interval?.[1]).to.equal(1);
    for (const { id, ceiling, interval } of held) expect(ceiling, id).to.be.within(...interval!);
  });

  it('should give the same chapter for the same seed', () => {
    const [one, other] = [sample(20, lineOf), sample(20, (at) => lineOf(at * 3))];

    expect(examine(one, other)).to.deep.equal(examine(one, other));
  });
});

function lineOf(at: number): string {
  return LINES[(at * 7 + (at >> 3)) % LINES.length] ?? '';
}

function examine(original: SubjectSample, synthetic: SubjectSample): Chapter {
  const half = original.subjects.length >> 1;
  const training = { ...original, subjects: original.subjects.slice(0, half) };
  const holdout = { ...original, subjects: original.subjects.slice(half) };
  const sides = { training, holdout, original: concatSamples(training, holdout), synthetic };
  return examineText(sides, { random: createRandom(3), k: 10 });
}

/** Machines with three runs each. */
function sample(subjects: number, line: (at: number) => string | null): SubjectSample {
  const made = Array.from({ length: subjects }, (_, key) => {
    const rows = [0, 1, 2].map((run): Row => [key, run, line(key * 3 + run)]);
    return { key, row: [key, `ws${key}.corp.example`], tables: new Map([['runs', rows]]) };
  });
  return { schema: SCHEMA, subjects: made, share: 1 };
}

function withHosts(made: SubjectSample, host: string): SubjectSample {
  return { ...made, subjects: made.subjects.map((one) => ({ ...one, row: [one.key, host] })) };
}

function scoreOf(chapter: Chapter, id: string): Score {
  const outcome = chapter.scores.find((card) => card.id === id)?.outcome;
  if (outcome?.ok !== true) throw new Error(`no score ${id}`);
  return outcome.value;
}
