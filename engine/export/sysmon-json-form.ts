import { type ExportForm, NOTHING } from './export-form.ts';
import { absentOfKind } from './sysmon-absent.ts';
import { type DataField, dataFields, type ExportedEvent } from './sysmon-data.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';
import { CHANNEL, levelOf, PROVIDER, SOURCE } from './sysmon-origin.ts';
import { timeCreatedOf } from './sysmon-stamps.ts';

/**
 * Sysmon as flat JSON lines, the form of nxlog: the event data beside the event's own fields.
 *
 * `Message` is its headline alone, as the fields that it would repeat stand beside it.
 */
export const sysmonJsonForm: ExportForm<'events'> = {
  kind: 'events',
  file: 'sysmon.jsonl',
  format: 'sysmon-jsonl',
  absentFields: (event) => absentOfKind(event.event_type),
  head: NOTHING,
  foot: NOTHING,
  line: (event: ExportedEvent, ordinal) => {
    const { event_type: kind } = event;
    const stamp = timeCreatedOf(event);
    return (
      `{"SourceName":"${SOURCE}","ProviderGuid":"${PROVIDER}","Level":"${levelOf(kind)}",` +
      `"Keywords":"0x8000000000000000","Channel":"${CHANNEL}",` +
      `"Hostname":${JSON.stringify(event.host)},"TimeCreated":"${stamp}","@timestamp":"${stamp}",` +
      `"EventID":${kind},"RecordNumber":${ordinal},"Task":${kind},` +
      `"Message":"${SYSMON_LAYOUTS[kind]?.headline}:",${jsonData(event)}}`
    );
  },
};

const texts = new Map<number, readonly ((event: ExportedEvent) => string)[]>();

/** An event's data as members of a JSON object, in Sysmon's order; all values are texts. */
export function jsonData(event: ExportedEvent): string {
  let writers = texts.get(event.event_type);
  if (writers === undefined) {
    writers = dataFields(event.event_type).map(memberWriter);
    texts.set(event.event_type, writers);
  }
  let members = '';
  for (let at = 0; at < writers.length; at += 1) {
    if (at > 0) members += ',';
    members += writers[at]?.(event);
  }
  return members;
}

function memberWriter({ name, isConstant, write }: DataField) {
  if (!isConstant) {
    const label = `"${name}":`;
    return (event: ExportedEvent) => label + JSON.stringify(write(event));
  }
  const whole = `"${name}":${JSON.stringify(write({} as ExportedEvent))}`;
  return () => whole;
}
