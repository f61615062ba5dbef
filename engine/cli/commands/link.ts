import type { LinkReport } from '../../pipeline/ports.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine link`: ties events to flows and tells rates and reasons, by capture. */
export const linkCommand = stageCommand({
  name: 'link',
  summary: 'tie events to flows; rates by capture, and why the rest stays unlinked',
  until: 'link',
  async outcome(manifest) {
    const captures = (manifest.stages.link?.outputs.captures ?? {}) as Record<string, LinkReport>;
    return { document: { captures }, lines: Object.values(captures).flatMap(describe) };
  },
});

function describe(report: LinkReport): string[] {
  const share =
    report.tuplePairs === 0 ? '' : ` (${percent(report.links, report.events)} of events)`;
  const head = `${report.capture}: ${report.events} network events, ${report.flows} flows`;
  const offsets = Object.entries(report.offsetSeconds).map(
    ([host, seconds]) => `${host} ${seconds.toFixed(3)} s`,
  );
  return [
    head,
    `  tuple pairs ${report.tuplePairs}, links ${report.links}${share}: ${counts(report.byMethod)}`,
    `  clock offsets: ${offsets.join(', ') || 'none'}`,
    `  residual: p50 ${seconds(report.residualP50)}, p99 ${seconds(report.residualP99)}`,
    `  unlinked events: ${counts(report.unlinkedEventsByReason)}`,
    `  unlinked flows: ${counts(report.unlinkedFlowsByReason)}`,
  ];
}

function counts(values: Readonly<Record<string, number>>): string {
  const shown = Object.entries(values).filter(([, count]) => count > 0);
  return shown.map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

function seconds(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(3)} s`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}
