import { FORMATS_OF_KIND, type SourceKind } from '../engine/core/capture-format.ts';
import { isNetworkFamily } from '../engine/core/model-family.ts';
import type { SubjectKind } from '../engine/schema/telemetry-schema.ts';
import { reportProblems } from './check-gates.ts';
import { suggestion } from './explain-issue.ts';
import type { ScenarioDraft, ScenarioSource } from './scenario.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

const NEEDED_KIND: Readonly<Record<SubjectKind, SourceKind | null>> = {
  host: null,
  source_ip: 'flows',
  destination_ip: 'flows',
  ip_pair: 'flows',
  process: 'events',
};

/** What sections say against each other; sections that are wrong in themselves are passed over. */
export function disagreements(
  draft: Partial<ScenarioDraft>,
  sources: Readonly<Record<string, ScenarioSource>>,
): readonly ScenarioProblem[] {
  return [
    ...originProblems(draft, Object.values(sources)),
    ...Object.entries(sources).flatMap(([name, source]) => formatProblems(name, source)),
    ...segmentProblems(draft),
    ...privacyProblems(draft),
    ...reportProblems(draft.report),
  ];
}

/** A scenario reads events or flows, or simulates them, and its subjects must occur in them. */
function originProblems(
  { simulate, sources, subject }: Partial<ScenarioDraft>,
  chosen: readonly ScenarioSource[],
): readonly ScenarioProblem[] {
  if (sources === undefined || simulate === undefined) return [];
  if (simulate !== null && chosen.length > 0) {
    const remedy = 'remove simulate, or remove sources';
    return [{ path: ['simulate'], what: 'stands beside sources', remedy, atKey: true }];
  }
  if (simulate !== null) return [];
  const kinds = chosen.map((source) => source.kind);
  if (!kinds.includes('events') && !kinds.includes('flows')) {
    const what = 'neither events nor flows to learn from';
    return [{ path: ['sources'], what, remedy: 'add a source of events or flows, or simulate' }];
  }
  const needed = subject === undefined ? null : NEEDED_KIND[subject.kind];
  if (needed === null || kinds.includes(needed)) return [];
  const what = `subjects that need ${needed}`;
  const remedy = `add a source of ${needed}, or choose another kind of subject`;
  return [{ path: ['subject', 'kind'], what, value: subject?.kind, remedy }];
}

function formatProblems(name: string, source: ScenarioSource): readonly ScenarioProblem[] {
  const { format, kind, columns } = source;
  const path = ['sources', name, 'format'];
  const allowed = FORMATS_OF_KIND[kind];
  if (format === 'auto' || allowed.includes(format)) return columnProblems(name, format, columns);
  const remedy = `${suggestion(format, allowed)}use one of auto, ${allowed.join(', ')}`;
  return [{ path, what: `a format that holds no ${kind}`, value: format, remedy }];
}

function columnProblems(
  name: string,
  format: string,
  columns: Readonly<Record<string, string>>,
): readonly ScenarioProblem[] {
  const mapped = Object.keys(columns).length > 0;
  if (mapped === (format === 'csv')) return [];
  const what = mapped ? 'columns for a format that names its own' : 'csv without columns';
  const remedy = mapped ? 'set format: csv, or remove columns' : 'add columns: {field: header, …}';
  return [{ path: ['sources', name, 'columns'], what, remedy }];
}

function segmentProblems({ subject }: Partial<ScenarioDraft>): readonly ScenarioProblem[] {
  if (subject === undefined || subject.segmentUs === null || subject.kind !== 'process') return [];
  const what = 'segments of processes';
  return [{ path: ['subject', 'segment'], what, remedy: 'remove segment, or use kind: host' }];
}

function privacyProblems({ model }: Partial<ScenarioDraft>): readonly ScenarioProblem[] {
  const { privacy = null, family = 'auto' } = model ?? {};
  if (privacy === null) return [];
  if (family !== 'auto' && !isNetworkFamily(family)) {
    const what = 'a family that keeps no privacy budget';
    const remedy = 'use family: argn, or remove privacy';
    return [{ path: ['model', 'family'], what, value: family, remedy }];
  }
  if (model?.text !== 'language') return [];
  const what = 'texts that keep no privacy budget';
  const remedy = 'use text: templates, or remove privacy';
  return [{ path: ['model', 'text'], what, value: model.text, remedy }];
}
