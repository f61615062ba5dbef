import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../exit.ts';
import type { StageOutcome } from './stage-command.ts';

interface ReportFigures {
  readonly rows: {
    readonly original: Record<string, number>;
    readonly synthetic: Record<string, number>;
  };
  readonly integrity: Record<string, number>;
  readonly overall: Readonly<Record<'accuracy' | 'ceiling' | 'max', number | null>>;
  readonly gates: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly threshold: unknown;
    readonly passed: boolean;
  }[];
}

/** What a run that was judged tells at its end: rows, the main figures, gates, where the page is. */
export async function evaluationOutcome(
  runDirectory: string,
  shown: string,
): Promise<StageOutcome> {
  const text = await readFile(join(runDirectory, 'report.json'), 'utf8');
  const report = JSON.parse(text) as ReportFigures;
  const failed = report.gates.filter((gate) => !gate.passed);
  const lines = [
    ...Object.entries(report.rows.synthetic).map(
      ([table, rows]) => `${table}: ${rows} rows (original ${report.rows.original[table] ?? 0})`,
    ),
    `integrity: ${Object.entries(report.integrity)
      .map(([law, count]) => `${law} ${count}`)
      .join(', ')}`,
    accuracyLine(report.overall),
    ...failed.map(
      (gate) =>
        `gate failed: ${gate.name} is ${gate.value}, asked ${JSON.stringify(gate.threshold)}`,
    ),
    `report: ${join(runDirectory, shown)}`,
    `snapshot: ${join(runDirectory, 'snapshot')}`,
  ];
  return { document: report, lines, exitCode: failed.length === 0 ? EXIT.ok : EXIT.gateFailed };
}

function accuracyLine({ accuracy, ceiling, max }: ReportFigures['overall']): string {
  return `accuracy ${figure(accuracy)}, ceiling ${figure(ceiling)}, noise bound ${figure(max)}`;
}

function figure(value: number | null): string {
  return typeof value !== 'number' ? 'not computable' : value.toFixed(3);
}
