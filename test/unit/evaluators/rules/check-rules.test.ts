import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../../engine/core/errors.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { checkRules } from '../../../../evaluators/rules/check-rules.ts';
import { suggestion } from '../../../../scenarios/explain-issue.ts';

const SCHEMA = telemetrySchema({ events: true, flows: true });
const HEAD = 'rules:\n  - name: mine\n    title: t\n';

describe('checkRules', () => {
  const taken: readonly (readonly [string, string])[] = [
    ['fits one table of several', '    holds: src_bytes >= 0\n'],
    ['names its table', '    table: flows\n    when: dst_port == 53\n    holds: src_bytes >= 0\n'],
  ];
  for (const [what, lines] of taken) {
    it(`should take a rule that ${what}`, () => {
      expect(() => check(lines)).not.to.throw();
    });
  }

  const refused: readonly (readonly [what: string, lines: string, start: string])[] = [
    [
      'an unknown table',
      '    table: flwos\n    holds: src_bytes > 0\n',
      'r.yaml:4:12: rule mine names no table that rules speak about: flwos; did you mean "flows"? use one of subjects, ',
    ],
    [
      'a mistyped column of a table',
      '    table: flows\n    when: dst_port == 53\n    holds: 1 < 2 and src_byte > 0\n',
      'r.yaml:6:22: rule mine does not fit flows: no column of flows: src_byte; did you mean "src_bytes"? use one of ',
    ],
    [
      'a mistyped column without a table, by the table that lacks least',
      '    when: src_packets > 0\n    holds: src_byte > 0\n',
      'r.yaml:5:12: rule mine fits no table, flows comes nearest: no column of flows: src_byte; did you mean "src_bytes"? use one of ',
    ],
    [
      'a column that is no condition',
      '    holds: src_bytes\n',
      'r.yaml:4:12: rule mine fits no table, flows comes nearest: a boolean is needed: a number; compare it',
    ],
  ];
  for (const [what, lines, start] of refused) {
    it(`should refuse ${what}`, () => {
      expect(() => check(lines)).to.throw(ScenarioError, start);
    });
  }
});

function check(lines: string): void {
  checkRules([{ path: 'r.yaml', text: `${HEAD}${lines}` }], SCHEMA, suggestion);
}
