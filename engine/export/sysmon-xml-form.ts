import type { ExportForm } from './export-form.ts';
import { absentOfKind } from './sysmon-absent.ts';
import { type DataField, dataFields, type ExportedEvent } from './sysmon-data.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';
import { CHANNEL, levelOf, PROVIDER, SOURCE } from './sysmon-origin.ts';
import { timeCreatedOf } from './sysmon-stamps.ts';

/**
 * Sysmon as the XML that Windows renders, one `Event` a line under one `Events`.
 *
 * XML 1.0 has no place for most control characters: they come back as their pictures (U+2400 on).
 *
 * @see https://learn.microsoft.com/windows/win32/wes/eventschema-systempropertiestype-complextype
 */
export const sysmonXmlForm: ExportForm<'events'> = {
  kind: 'events',
  file: 'sysmon.xml',
  format: 'sysmon-xml',
  absentFields: (event) => absentOfKind(event.event_type),
  head: () => "<?xml version='1.0' encoding='utf-8'?>\n<Events>\n",
  foot: () => '</Events>\n',
  line: (event, ordinal) => {
    const { event_type: kind } = event;
    return (
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
      `<Provider Name='${SOURCE}' Guid='${PROVIDER}'/><EventID>${kind}</EventID>` +
      `<Version>${SYSMON_LAYOUTS[kind]?.version}</Version><Level>${levelOf(kind)}</Level>` +
      `<Task>${kind}</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>` +
      `<TimeCreated SystemTime='${timeCreatedOf(event)}'/>` +
      `<EventRecordID>${ordinal}</EventRecordID><Correlation/>` +
      "<Execution ProcessID='2612' ThreadID='3404'/>" +
      `<Channel>${CHANNEL}</Channel><Computer>${escapeXml(event.host)}</Computer>` +
      `<Security UserID='S-1-5-18'/></System><EventData>${xmlData(event)}</EventData></Event>`
    );
  },
};

const texts = new Map<number, readonly ((event: ExportedEvent) => string)[]>();

function xmlData(event: ExportedEvent): string {
  let writers = texts.get(event.event_type);
  if (writers === undefined) {
    writers = dataFields(event.event_type).map(elementWriter);
    texts.set(event.event_type, writers);
  }
  let elements = '';
  for (const write of writers) elements += write(event);
  return elements;
}

function elementWriter({ name, isConstant, write }: DataField) {
  const open = `<Data Name='${name}'>`;
  if (!isConstant) return (event: ExportedEvent) => `${open}${escapeXml(write(event))}</Data>`;
  const whole = `${open}${escapeXml(write({} as ExportedEvent))}</Data>`;
  return () => whole;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be replaced
const SPECIAL = /[&<>'"\u0000-\u001f\ufffd-\uffff]/;
const EACH = new RegExp(SPECIAL, 'g');
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\ufffd': '&#65533;',
};
/** Pictures of the control characters stand in the order of these. */
const PICTURES = 0x2400;
/** What stands for the two places that are no characters. */
const NO_CHARACTER = '?';

function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH, escapeOne) : text;
}

function escapeOne(letter: string): string {
  const code = letter.charCodeAt(0);
  return ENTITIES[letter] ?? (code < 32 ? String.fromCharCode(PICTURES + code) : NO_CHARACTER);
}
