import { ScenarioError } from '../core/errors.ts';
import { ecsEventForm } from './ecs-event-form.ts';
import { ecsFlowForm } from './ecs-flow-form.ts';
import type { ExportForm, HashTuple } from './export-form.ts';
import { nfdumpForm } from './nfdump-form.ts';
import { sysmonJsonForm } from './sysmon-json-form.ts';
import { sysmonXmlForm } from './sysmon-xml-form.ts';
import { ugr16Form } from './ugr16-form.ts';
import { winlogbeatForm } from './winlogbeat-form.ts';
import { zeekConnForm, zeekConnJsonForm } from './zeek-conn-form.ts';
import { zeekDnsForm, zeekDnsJsonForm } from './zeek-dns-form.ts';

/** What `--as` may name; each stands for the files that a consumer expects together. */
export const EXPORT_STYLES = [
  'sysmon-json',
  'sysmon-winlogbeat',
  'sysmon-xml',
  'zeek-tsv',
  'zeek-json',
  'nfdump-csv',
  'ugr16-csv',
  'ecs-json',
] as const;

export type ExportStyle = (typeof EXPORT_STYLES)[number];

/** A form of any kind of records. */
export type AnyExportForm = ExportForm<'events'> | ExportForm<'flows'> | ExportForm<'dns'>;

/** The forms of a style, a file each. */
export function formsOfStyle(style: ExportStyle, communityId: HashTuple): readonly AnyExportForm[] {
  switch (style) {
    case 'sysmon-json':
      return [sysmonJsonForm];
    case 'sysmon-winlogbeat':
      return [winlogbeatForm];
    case 'sysmon-xml':
      return [sysmonXmlForm];
    case 'zeek-tsv':
      return [zeekConnForm(communityId), zeekDnsForm];
    case 'zeek-json':
      return [zeekConnJsonForm(communityId), zeekDnsJsonForm];
    case 'nfdump-csv':
      return [nfdumpForm];
    case 'ugr16-csv':
      return [ugr16Form];
    case 'ecs-json':
      return [ecsEventForm(communityId), ecsFlowForm(communityId)];
  }
}

/** Styles of a comma-separated list. @throws ScenarioError at a word that names none */
export function parseStyles(list: string): readonly ExportStyle[] {
  const words = list.split(',').map((word) => word.trim());
  const styles = words.map((word) => {
    const style = EXPORT_STYLES.find((one) => one === word);
    if (style !== undefined) return style;
    throw new ScenarioError(`--as: no such form: ${word}; use ${EXPORT_STYLES.join(', ')}`, {
      word,
    });
  });
  return [...new Set(styles)];
}
