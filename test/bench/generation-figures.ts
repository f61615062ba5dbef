/**
 * The figures by which a generator is judged, from finished run folders; run as
 * `npx tsx test/bench/generation-figures.ts RUN_DIR... [--quick] [--json]`, or with
 * `--compare A B` for two runs side by side. See test/bench/README.md.
 */
import { parseArgs } from 'node:util';
import { allFigures, FULL, QUICK, type RunFigures } from './generation-figures/all-figures.ts';
import { isMet } from './generation-figures/figure.ts';
import { openRun } from './generation-figures/open-run.ts';
import { comparedFigures, printedFigures } from './generation-figures/print-figures.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    compare: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

if (positionals.length === 0 || (values.compare && positionals.length !== 2)) {
  console.error('usage: generation-figures RUN_DIR... [--quick] [--json] | --compare A B');
  process.exit(2);
}

const runs: RunFigures[] = [];
for (const directory of positionals) {
  runs.push(await allFigures(openRun(directory), values.quick ? QUICK : FULL));
}
if (values.json) console.log(JSON.stringify(runs.map(asJson), null, 2));
else if (values.compare)
  console.log(comparedFigures(...(runs as [RunFigures, RunFigures])).join('\n'));
else for (const run of runs) console.log(printedFigures(run).join('\n'));

/** Infinite ends of targets become null, as JSON has no infinity. */
function asJson({ run, figures, seconds }: RunFigures) {
  return { run, seconds, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) };
}
