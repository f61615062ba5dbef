import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { silentProgress } from '../../../engine/core/progress.ts';
import type { ExportForm } from '../../../engine/export/export-form.ts';
import { EXPORT_STYLES, formsOfStyle, parseStyles } from '../../../engine/export/export-styles.ts';
import { formText } from '../../../engine/export/write-export.ts';
import type { FlowRecord } from '../../../engine/ingest/records.ts';
import { flowOf } from './made-records.ts';

describe('the styles of an export', () => {
  it('should be told by commas, each once', () => {
    expect(parseStyles('zeek-tsv, sysmon-json,zeek-tsv')).to.deep.equal([
      'zeek-tsv',
      'sysmon-json',
    ]);
  });

  it('should refuse a word that names none', () => {
    expect(() => parseStyles('zeek')).to.throw(ScenarioError, 'zeek-tsv');
  });

  it('should write no two files of one name', () => {
    const forms = EXPORT_STYLES.flatMap((style) => formsOfStyle(style, () => null));
    const files = forms.map((form) => form.file);

    expect(new Set(files)).to.have.length(files.length);
  });
});

describe('the text of a file', () => {
  const [form] = formsOfStyle('zeek-tsv', () => null) as [ExportForm<'flows'>];

  it('should open with the first record and close with the last', async () => {
    const text = await textOf([
      [flowOf({ start_us: 1_000_000 })],
      [flowOf({ start_us: 9_000_000 })],
    ]);

    expect(text).to.include('#open\t1970-01-01-00-00-01\n');
    expect(text).to.match(/#close\t1970-01-01-00-00-09\n$/);
    expect(text.split('\n')).to.have.length(8 + 2 + 2);
  });

  it('should be head and foot alone without records', async () => {
    expect(await textOf([])).to.equal(form.head(0) + form.foot(0));
  });

  async function textOf(batches: readonly (readonly FlowRecord[])[]): Promise<string> {
    const given = (async function* () {
      yield* batches;
    })();
    let text = '';
    for await (const chunk of formText(form, given, { rows: 0 }, silentProgress)) text += chunk;
    return text;
  }
});
