import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../engine/core/random.ts';
import type { Canary } from '../../engine/schema/canary.ts';
import { shuffledColumns } from '../../evaluators/ceiling/naive-samples.ts';
import type { Chapter } from '../../evaluators/findings.ts';
import type { Score } from '../../evaluators/metric.ts';
import { openCanarySearch } from '../../evaluators/privacy/canary-search.ts';
import { examinePrivacy } from '../../evaluators/privacy/examine-privacy.ts';
import type { SubjectSample } from '../../evaluators/relations/subject-sample.ts';
import { flipped, people, schema, sidesOf } from '../unit/evaluators/privacy/private-world.ts';

const CANARY_ROW = 10;
const CANARIES: readonly Canary[] = Array.from({ length: 20 }, (_, at) => ({
  table: 'processes',
  words: [wordOf('image', at), wordOf('line', at)],
  numbers: {},
}));

const training = withCanaries(people(90, 1));
const holdout = people(60, 2);

const RELEASES = {
  'copy of training': () => training,
  'copy, 10 % of cells flipped': () => flipped(training, 0.1, 3),
  'columns of training, shuffled': () => shuffledColumns(training, createRandom(4, 'shuffled')),
  'columns of others, shuffled': () => shuffledColumns(people(90, 7), createRandom(4, 'shuffled')),
  'other real subjects': () => people(90, 5),
} as const;

type Release = keyof typeof RELEASES;

const COLUMNS = {
  membership: 'membership',
  'DCR share': 'dcr-share-subjects',
  identical: 'identical-flows',
  'alone, 1': 'singling-out-one-subjects',
  'alone, 3': 'singling-out-three-flows',
  linked: 'linkability-subjects',
  inferred: 'inference-flows',
  texts: 'memorised-texts',
  canaries: 'canaries',
} as const;

/** What each attack reaches on releases whose secrets are known; shown with ENTWINE_PRINT=1. */
describe('privacy attacks', () => {
  const chapters = new Map<Release, Chapter>();

  before(async () => {
    for (const name of Object.keys(RELEASES) as Release[]) {
      chapters.set(name, await examine(RELEASES[name]()));
    }
    if (process.env.ENTWINE_PRINT === '1') console.table(table());
  });

  it('should all catch a copy of training', () => {
    expect(reached('copy of training', 'membership')).to.be.greaterThan(0.97);
    expect(reached('copy of training', 'DCR share')).to.be.greaterThan(0.97);
    expect(reached('copy of training', 'identical')).to.equal(1);
    expect(reached('copy of training', 'canaries')).to.equal(1);
    for (const attack of ['alone, 1', 'alone, 3', 'linked', 'inferred'] as const) {
      expect(scoreOf('copy of training', attack).breakdown.low, attack).to.be.greaterThan(0.5);
    }
    const texts = scoreOf('copy of training', 'texts');
    expect(texts.value).to.be.greaterThan(texts.interval![1] + 0.2);
  });

  it('should catch a copy with a tenth of its cells flipped', () => {
    const release = 'copy, 10 % of cells flipped';

    expect(reached(release, 'membership')).to.be.greaterThan(0.9);
    expect(reached(release, 'DCR share')).to.be.greaterThan(0.9);
    expect(reached(release, 'canaries')).to.be.greaterThan(0.9);
    for (const attack of ['alone, 1', 'linked', 'inferred'] as const) {
      expect(scoreOf(release, attack).breakdown.low, attack).to.be.greaterThan(0.2);
    }
  });

  it('should clear real subjects that were not in training, and columns of such', () => {
    for (const release of ['other real subjects', 'columns of others, shuffled'] as const) {
      const membership = scoreOf(release, 'membership');

      expect(membership.value, release).to.be.at.most(membership.interval![1] + 0.03);
      expect(reached(release, 'identical'), release).to.equal(0);
      expect(reached(release, 'canaries'), release).to.equal(0);
      for (const attack of ['alone, 1', 'alone, 3', 'linked', 'inferred'] as const) {
        expect(scoreOf(release, attack).breakdown.low, `${release}: ${attack}`).to.equal(0);
      }
    }
  });

  it('should find the values of training in shuffled columns, but not its members', () => {
    const release = 'columns of training, shuffled';

    expect(reached(release, 'canaries')).to.equal(1);
    expect(reached(release, 'membership')).to.be.lessThan(0.75);
    expect(reached(release, 'identical')).to.equal(0);
  });

  it('should order releases by how much they hold of training', () => {
    for (const attack of ['membership', 'linked', 'inferred', 'identical'] as const) {
      const [copy, part, none] = [
        'copy of training',
        'copy, 10 % of cells flipped',
        'other real subjects',
      ].map((release) => reached(release as Release, attack));

      expect(copy, attack).to.be.at.least(part!);
      expect(part, attack).to.be.greaterThan(none!);
    }
  });

  it('should find the same again with the same seed', async () => {
    const again = await examine(RELEASES['other real subjects']());

    expect(again).to.deep.equal(chapters.get('other real subjects'));
  });

  function scoreOf(release: Release, column: keyof typeof COLUMNS): Score {
    const card = chapters.get(release)!.scores.find(({ id }) => id === COLUMNS[column])!;
    if (!card.outcome.ok) throw new Error(card.outcome.reason);
    return card.outcome.value;
  }

  function reached(release: Release, column: keyof typeof COLUMNS): number {
    return scoreOf(release, column).value;
  }

  function table(): readonly Record<string, string | number>[] {
    const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
    return ([...chapters.keys()] as Release[]).map((release) => ({
      release,
      ...Object.fromEntries(
        columns.map((column) => [column, Math.round(reached(release, column) * 1000) / 1000]),
      ),
    }));
  }
});

function examine(synthetic: SubjectSample): Promise<Chapter> {
  const search = openCanarySearch(CANARIES, schema);
  for (const subject of synthetic.subjects) search.add(subject);
  const options = { random: createRandom(6, 'privacy'), k: 5, canaries: search.found() };
  return examinePrivacy(sidesOf(training, holdout, synthetic), options);
}

/** Gives each of twenty subjects a process with words that nobody else has. */
function withCanaries(sample: SubjectSample): SubjectSample {
  const subjects = sample.subjects.map((subject, at) => {
    const [first, ...rest] = subject.tables.get('processes') ?? [];
    if (at >= CANARIES.length || first === undefined) return subject;
    const row = first.map((value, column) => {
      if (column === CANARY_ROW - 2) return `C:\\${wordOf('image', at)}.exe`;
      return column === CANARY_ROW ? `run ${wordOf('line', at)}` : value;
    });
    return { ...subject, tables: new Map(subject.tables).set('processes', [row, ...rest]) };
  });
  return { ...sample, subjects };
}

function wordOf(what: string, at: number): string {
  const random = createRandom(at, 'canary', what);
  return String.fromCharCode(...Array.from({ length: 12 }, () => 97 + random.integer(26)));
}
