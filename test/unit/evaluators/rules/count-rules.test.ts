import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import type { Relationship } from '../../../../engine/schema/relationship.ts';
import { openRuleCounter } from '../../../../evaluators/rules/count-rules.ts';
import { loadRules } from '../../../../evaluators/rules/load-rules.ts';
import type { RuleCounts } from '../../../../evaluators/rules/rule-set.ts';

const SCHEMA: DatabaseSchema = {
  tables: [
    {
      name: 'sites',
      role: 'subject',
      timeColumn: null,
      primaryKey: ['subject_key'],
      relationships: [],
      columns: [column('subject_key', 'key'), column('kind', 'category')],
    },
    {
      name: 'jobs',
      role: 'sequence',
      timeColumn: null,
      primaryKey: ['subject_key', 'job'],
      relationships: [key('context', [], 'sites', []), key('self', ['before'], 'jobs', ['job'])],
      columns: [
        column('subject_key', 'key'),
        column('job', 'key'),
        column('before', 'key', true),
        column('size', 'integer', true),
      ],
    },
    {
      name: 'moves',
      role: 'sequence',
      timeColumn: null,
      primaryKey: ['subject_key', 'move'],
      relationships: [
        key('context', [], 'sites', []),
        key('parent', ['source'], 'jobs', ['job']),
        key('parent', ['target'], 'jobs', ['job']),
      ],
      columns: [
        column('subject_key', 'key'),
        column('move', 'key'),
        column('source', 'key'),
        column('target', 'key'),
        column('size', 'integer', true),
        column('done', 'boolean'),
      ],
    },
  ],
};

/** Two jobs, the second after the first, and a move from the first to the second. */
const TABLES: Readonly<Record<string, readonly Row[]>> = {
  jobs: [
    [1, 1, null, 5],
    [1, 2, 1, 9],
    [1, 3, 7, null],
  ],
  moves: [[1, 1, 1, 2, 4, true]],
};

describe('openRuleCounter', () => {
  it('should count rows that a rule speaks about and those that break it', () => {
    expect(count({ holds: 'size > 5', table: 'jobs' })).to.deep.equal({ rows: 2, broken: 1 });
  });

  it('should speak about every table that has all that a rule names', () => {
    expect(count({ holds: 'size > 0' })).to.deep.equal({ rows: 3, broken: 0 });
    expect(count({ when: 'done', holds: 'size > 0' })).to.deep.equal({ rows: 1, broken: 0 });
  });

  it('should follow keys to the parent, to several parents by key, and to the owner', () => {
    expect(count({ holds: 'parent.size < size' })).to.deep.equal({ rows: 1, broken: 0 });
    expect(count({ holds: 'target.size - source.size == size' })).to.deep.equal({
      rows: 1,
      broken: 0,
    });
    expect(count({ holds: 'target.parent.size == source.size' })).to.include({ broken: 0 });
    expect(count({ holds: "sites.kind == 'home'" })).to.deep.equal({ rows: 4, broken: 0 });
  });

  it('should take a parent that is not there for missing', () => {
    const orphans = { when: 'before != missing', holds: 'parent.job != missing' };

    expect(count(orphans)).to.deep.equal({ rows: 2, broken: 1 });
  });

  it('should find parents among the same subject only', () => {
    const counter = openRuleCounter(SCHEMA, rulesOf({ holds: 'parent.size < size' }));

    counter.add(subject(TABLES));
    counter.add(subject({ jobs: [[2, 5, 1, 10]] }));

    expect(counter.counts().rule).to.deep.equal({ rows: 1, broken: 0 });
  });

  it('should leave out a rule that fits no table', () => {
    expect(count({ holds: 'colour == 1' })).to.equal(undefined);
    expect(count({ holds: "size == 'big'" })).to.equal(undefined);
    expect(count({ holds: 'jobs.size > 5' })).to.equal(undefined);
    expect(count({ table: 'elsewhere', holds: 'colour == 1' })).to.equal(undefined);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['colour == 1', 'no column of moves: colour; use one of subject_key, move, source'],
    ["size == 'big'", 'two kinds are compared'],
    ['jobs.size == 1', 'several parents of moves: jobs; use one of subject_key, source, target'],
    ['rooms.size == 1', 'no owner or parent of moves: rooms; use one of sites, jobs, jobs'],
  ];

  for (const [holds, message] of refused) {
    it(`should refuse ${holds} where the table is named`, () => {
      const open = () => openRuleCounter(SCHEMA, rulesOf({ table: 'moves', holds }));

      expect(open).to.throw(ScenarioError, `r.yaml:2:5: rule: ${message}`);
    });
  }
});

function count(rule: Readonly<Record<string, string>>): RuleCounts[string] | undefined {
  const counter = openRuleCounter(SCHEMA, rulesOf(rule));
  counter.add(subject(TABLES));
  return counter.counts().rule;
}

function rulesOf(rule: Readonly<Record<string, string>>) {
  const lines = Object.entries(rule).map(([name, value]) => `\n    ${name}: ${value}`);
  return loadRules([
    { path: 'r.yaml', text: `rules:\n  - name: rule\n    title: a rule${lines.join('')}\n` },
  ]);
}

function subject(tables: Readonly<Record<string, readonly Row[]>>) {
  return { key: 1, row: [1, 'home'], tables: new Map(Object.entries(tables)) };
}

function key(
  kind: Relationship['kind'],
  columns: readonly string[],
  target: string,
  targetColumns: readonly string[],
): Relationship {
  return {
    kind,
    columns: ['subject_key', ...columns],
    target,
    targetColumns: ['subject_key', ...targetColumns],
    required: kind === 'context',
    temporal: false,
  };
}
