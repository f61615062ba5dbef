/**
 * Families of models side by side, scenario by scenario; run by `npm run bench:families --
 * [--scenario NAME] [--family NAME] [--minutes 5] [--quick] [--json] [--run-dir DIR]`, names
 * repeatable. See test/bench/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MODEL_FAMILIES } from '../../engine/core/model-family.ts';
import { type BenchCase, benchCases } from './families/bench-cases.ts';
import { type FamilyRow, familyRow } from './families/family-row.ts';
import { printedMeasured, printedScenario } from './families/print-families.ts';
import { clearRun, type RunFamilyOptions, runFamily, runLinked } from './families/run-family.ts';
import { FULL, QUICK } from './generation-figures/all-figures.ts';

/** What the table is about; other chapters of the report take their time. */
const QUICK_CHAPTERS = ['privacy', 'link-laws', 'relink', 'similarity', 'training'];

const FAMILIES = MODEL_FAMILIES.filter((name) => name !== 'auto');
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', multiple: true },
    family: { type: 'string', multiple: true, default: [...FAMILIES] },
    minutes: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'run-dir': { type: 'string' },
  },
});
const { cases, skipped } = benchCases(join(import.meta.dirname, '..', '..', 'scenarios'));
const isWanted = ({ name }: { readonly name: string }) => values.scenario?.includes(name) ?? true;
const unknown = values.family.filter((name) => !FAMILIES.some((one) => one === name));
if (unknown.length > 0 || ![...cases, ...skipped].some(isWanted)) {
  console.error(
    `families: ${FAMILIES}; scenarios: ${[...cases, ...skipped].map(({ name }) => name)}`,
  );
  process.exit(2);
}
for (const { name, reason } of skipped.filter(isWanted)) {
  console.error(`!! ${name} is left out: ${reason}`);
}

const isKept = values['run-dir'] !== undefined;
const folder = values['run-dir'] ?? mkdtempSync(join(tmpdir(), 'bench-families-'));
const options: RunFamilyOptions = {
  folder,
  minutes: Number(values.minutes ?? (values.quick ? 1 : 5)),
  ...(values.quick ? { chapters: QUICK_CHAPTERS } : {}),
};
const all: FamilyRow[] = [];
try {
  for (const one of cases.filter(isWanted)) {
    const rows = await scenarioRows(one);
    all.push(...rows);
    if (!values.json) console.log(printedScenario(one.name, rows).join('\n'));
  }
} finally {
  if (!isKept) rmSync(folder, { recursive: true });
}
if (values.json) console.log(JSON.stringify(all, null, 2));
else console.log(['== engine/models/family-benchmark.ts', ...printedMeasured(all)].join('\n'));

/** One family after the other; one that fails says so and leaves the others their turn. */
async function scenarioRows(one: BenchCase): Promise<readonly FamilyRow[]> {
  const linked = await runLinked(one, options);
  const rows: FamilyRow[] = [];
  for (const family of values.family) {
    try {
      const run = await runFamily(one, family, { ...options, linked });
      const of = { scenario: one.name, family };
      rows.push(await familyRow(run, of, values.quick ? QUICK : FULL));
      if (!isKept) clearRun(run);
    } catch (error) {
      console.error(`!! ${one.name}, ${family}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (!isKept) clearRun(linked);
  return rows;
}
