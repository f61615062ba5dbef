import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { EXPORT_STYLES, formsOfStyle } from '../../../engine/export/export-styles.ts';
import { answerOf, flowOf } from './made-records.ts';

const PAGE = readFileSync(new URL('../../../docs/methods/export.md', import.meta.url), 'utf8');

describe('the page on export', () => {
  for (const style of EXPORT_STYLES) {
    for (const form of formsOfStyle(style, () => null)) {
      it(`should tell what ${form.file} has no place for`, () => {
        const lost = lostBy(form as ExportForm);

        expect(PAGE).to.include(
          `| \`${style}\` | \`${form.file}\` | \`${form.format}\` | ${lost} |\n`,
        );
      });
    }
  }
});

function lostBy(form: ExportForm): string {
  if (form.kind === 'events') return 'by kind';
  const lost = form.absentFields((form.kind === 'dns' ? answerOf({}) : flowOf({})) as never);
  return lost.map((field) => `\`${field}\``).join(', ') || 'none';
}
