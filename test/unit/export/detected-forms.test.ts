import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { EXPORT_STYLES, formsOfStyle } from '../../../engine/export/export-styles.ts';
import { detectFormat } from '../../../engine/ingest/detect-format.ts';
import { withCapture } from '../ingest/read-text.ts';
import { answerOf, eventOf, flowOf } from './made-records.ts';

/** Records that tell as little as their kind allows. */
const BARE = {
  events: eventOf({ event_type: 16 }),
  flows: flowOf({ state: null, service: null, duration_us: null, label: 'first' }),
  dns: answerOf({ client_ip: null, server_ip: null, answers: '', ttl_s: null }),
} as const;

describe('a written file', () => {
  for (const style of EXPORT_STYLES) {
    for (const form of formsOfStyle(style, () => null) as readonly ExportForm[]) {
      it(`should be known as ${form.format}: ${form.file}`, async () => {
        const content = `${form.head(0)}${form.line(BARE[form.kind], 1)}\n${form.foot(0)}`;

        await withCapture(content, async (file) => {
          expect(await detectFormat(file, form.kind)).to.equal(form.format);
        });
      });
    }
  }
});
