import type { SiteEvent } from './site.ts';
import { eventFields, HEADLINES, loggedStamp } from './sysmon-fields.ts';

const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
const SOURCE = 'Microsoft-Windows-Sysmon';
const PROVIDER = '{5770385f-c22a-43e0-bf4c-06f5698ffbd9}';

/**
 * One event as a flat JSON line, with the field names of the OTRF captures.
 *
 * NOTE: `Message` is its first line only; the fields it would repeat stand beside it.
 */
export function flatLine(event: SiteEvent): string {
  const logged = loggedStamp(event);
  return JSON.stringify({
    SourceName: SOURCE,
    ProviderGuid: PROVIDER,
    Level: '4',
    Keywords: '0x8000000000000000',
    Channel: CHANNEL,
    Hostname: event.process.host.name,
    TimeCreated: logged,
    '@timestamp': logged,
    EventID: event.kind,
    Message: `${HEADLINES[event.kind]}:`,
    Task: String(event.kind),
    ...eventFields(event),
  });
}

/** One event as a JSON line of winlogbeat 6: the data nested in `event_data`. */
export function nestedLine(event: SiteEvent, record: number): string {
  const headline = HEADLINES[event.kind];
  return JSON.stringify({
    '@timestamp': loggedStamp(event),
    '@metadata': { beat: 'winlogbeat', type: 'doc', version: '6.5.4' },
    source_name: SOURCE,
    provider_guid: PROVIDER,
    event_id: event.kind,
    log_name: CHANNEL,
    computer_name: event.process.host.name,
    record_number: String(record),
    level: 'Information',
    task: `${headline} (rule: -)`,
    message: `${headline}:`,
    event_data: eventFields(event),
  });
}

/** One event as the XML that the Windows event viewer shows. */
export function xmlElement(event: SiteEvent, record: number): string {
  const host = event.process.host.name;
  const data = Object.entries(eventFields(event))
    .map(([name, value]) => `<Data Name='${name}'>${escapeXml(value)}</Data>`)
    .join('');
  const system = [
    `<Provider Name='${SOURCE}' Guid='${PROVIDER}'/>`,
    `<EventID>${event.kind}</EventID><Version>5</Version><Level>4</Level><Task>${event.kind}</Task>`,
    '<Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>',
    `<TimeCreated SystemTime='${loggedStamp(event)}'/>`,
    `<EventRecordID>${record}</EventRecordID><Correlation/>`,
    "<Execution ProcessID='2612' ThreadID='3404'/>",
    `<Channel>${CHANNEL}</Channel><Computer>${escapeXml(host)}</Computer>`,
    "<Security UserID='S-1-5-18'/>",
  ].join('');
  const space = 'http://schemas.microsoft.com/win/2004/08/events/event';
  return `<Event xmlns='${space}'><System>${system}</System><EventData>${data}</EventData></Event>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>'"]/g, (letter) => ENTITIES[letter] ?? letter);
}
