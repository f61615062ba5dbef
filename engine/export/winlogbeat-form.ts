import { type ExportForm, NOTHING } from './export-form.ts';
import { absentOfKind } from './sysmon-absent.ts';
import type { ExportedEvent } from './sysmon-data.ts';
import { jsonData } from './sysmon-json-form.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';
import { CHANNEL, levelOf, PROVIDER, SOURCE } from './sysmon-origin.ts';
import { timeCreatedOf } from './sysmon-stamps.ts';

/** Sysmon as Winlogbeat 8 ships it before any processing: the event data under `winlog`. */
export const winlogbeatForm: ExportForm<'events'> = {
  kind: 'events',
  file: 'sysmon-winlogbeat.jsonl',
  format: 'sysmon-jsonl',
  absentFields: (event) => absentOfKind(event.event_type),
  head: NOTHING,
  foot: NOTHING,
  line: (event, ordinal) => {
    const { event_type: kind } = event;
    const headline = SYSMON_LAYOUTS[kind]?.headline;
    const level = levelOf(kind) === 2 ? 'error' : 'information';
    return (
      `{"@timestamp":"${timeCreatedOf(event)}","agent":{"type":"winlogbeat"},` +
      `"ecs":{"version":"8.0.0"},"event":{"code":"${kind}","kind":"event",` +
      `"provider":"${SOURCE}","action":"${headline}"},` +
      `"host":{"name":${JSON.stringify(event.host)}},"log":{"level":"${level}"},` +
      `"message":"${headline}:",${winlogMember(event, ordinal)}}`
    );
  },
};

/** The member `winlog`, which holds all that the event log said. */
export function winlogMember(event: ExportedEvent, ordinal: number): string {
  const { event_type: kind } = event;
  return (
    `"winlog":{"api":"wineventlog","channel":"${CHANNEL}",` +
    `"computer_name":${JSON.stringify(event.host)},"event_data":{${jsonData(event)}},` +
    `"event_id":"${kind}","opcode":"Info","provider_guid":"${PROVIDER}",` +
    `"provider_name":"${SOURCE}","record_id":${ordinal},` +
    `"task":"${SYSMON_LAYOUTS[kind]?.headline}","version":${SYSMON_LAYOUTS[kind]?.version}}`
  );
}
