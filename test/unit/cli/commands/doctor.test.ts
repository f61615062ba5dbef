import { expect } from 'chai';
import { doctorCommand } from '../../../../engine/cli/commands/doctor.ts';
import { remedyFor } from '../../../../engine/compute/choose-engine.ts';
import { ENGINE_NAMES } from '../../../../engine/core/engine-name.ts';
import { silentProgress } from '../../../../engine/core/progress.ts';

interface Row {
  readonly what: string;
  readonly found: string;
  readonly ok: boolean;
  readonly optional?: boolean;
}

describe('entwine doctor', () => {
  it('should tell each engine, which one auto takes, and how to get those that lack', async () => {
    const { rows, lines } = await consult();

    const engines = rows.filter(({ what }) => what === 'engine');
    const [taken, ...each] = engines;
    expect(taken!.found).to.match(/^auto takes (onnx|tensorflow:node-gpu): /);
    for (const name of ENGINE_NAMES.filter((one) => one !== 'auto' && one !== 'tensorflow')) {
      const [row, ...more] = each.filter(({ found }) => found.split(': ')[0] === name);
      expect(more, name).to.deep.equal([]);
      expect(row!.optional, name).to.equal(true);
      expect(row!.ok || row!.found.endsWith(remedyFor(name)), row!.found).to.equal(true);
    }
    expect(lines.filter((line) => line.includes('  engine '))).to.have.length(engines.length);
  });

  it('should fail for what a run needs, and for no engine that it can do without', async () => {
    const { rows, code } = await consult({ DATABASE_URL: 'postgres://127.0.0.1:1/none' });

    expect(code).to.equal(2);
    expect(rows.find(({ what }) => what === 'database')!.ok).to.equal(false);
    const well = await consult();
    const needed = well.rows.filter(({ optional }) => optional !== true);
    expect(well.code === 0).to.equal(needed.every(({ ok }) => ok));
  });
});

async function consult(environment: Record<string, string> = {}) {
  let rows: readonly Row[] = [];
  let lines: readonly string[] = [];
  const code = await doctorCommand.run({
    arguments: [],
    options: {},
    environment,
    progress: silentProgress,
    signal: new AbortController().signal,
    say: () => {},
    result: (document, written) => {
      rows = (document as { findings: readonly Row[] }).findings;
      lines = written;
    },
  });
  return { rows, lines, code };
}
