import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Row } from '../../../../engine/core/row.ts';
import { column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import { openRowJudge } from '../../../../evaluators/rules/judge-row.ts';
import { loadRules } from '../../../../evaluators/rules/load-rules.ts';

const SCHEMA: DatabaseSchema = {
  tables: ['boxes', 'crates'].map((name) => ({
    name,
    role: 'subject',
    timeColumn: null,
    primaryKey: ['box'],
    relationships: [],
    columns: [column('box', 'key'), column('size', 'integer', true), column('full', 'boolean')],
  })),
};

const RULES = loadRules([
  {
    path: 'r.yaml',
    text: `rules:
  - {name: small, title: small, holds: size < 10}
  - {name: fullIsLarge, title: full, when: full, holds: size > 4}
  - {name: crate, title: crate, table: crates, holds: size == 1}
  - {name: parents, title: not of the row, holds: parent.size < size}
`,
  },
]);

describe('openRowJudge', () => {
  const judge = openRowJudge(SCHEMA, RULES);
  const judged: readonly (readonly [string, Row, readonly string[]])[] = [
    ['boxes', [1, 5, true], []],
    ['boxes', [1, 12, false], ['small']],
    ['boxes', [1, 2, true], ['fullIsLarge']],
    ['boxes', [1, null, true], []],
    ['crates', [1, 2, true], ['fullIsLarge', 'crate']],
  ];

  for (const [table, row, broken] of judged) {
    it(`should find ${broken.length} rules broken by ${JSON.stringify(row)} of ${table}`, () => {
      expect(judge(table)(row)).to.deep.equal(broken);
    });
  }
});
