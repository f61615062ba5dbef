import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadScenario } from '../../../scenarios/load-scenario.ts';

/** A scenario that families are measured on. */
export interface BenchCase {
  readonly name: string;
  readonly folder: string;
  /** YAML as it stands. */
  readonly text: string;
}

/** A scenario that cannot be run here, and why. */
export interface SkippedCase {
  readonly name: string;
  readonly reason: string;
}

/** All scenarios of a folder, parted by whether their variables can be filled in. */
export function benchCases(folder: string): {
  readonly cases: readonly BenchCase[];
  readonly skipped: readonly SkippedCase[];
} {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const cases: BenchCase[] = [];
  const skipped: SkippedCase[] = [];
  for (const file of files.sort()) {
    const name = basename(file, '.yaml');
    try {
      loadScenario(join(folder, file), { environment: process.env });
      cases.push({ name, folder, text: readFileSync(join(folder, file), 'utf8') });
    } catch (error) {
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { cases, skipped };
}
