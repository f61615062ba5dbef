import { SaxesParser } from 'saxes';
import { RowDefect } from './bad-row.ts';
import type { EventRecord } from './records.ts';
import { type SysmonSource, toEventRecord } from './sysmon-event.ts';

/** What an Event element says, read from its XML. */
interface XmlEvent {
  /** Text of the children of System by name; of `TimeCreated`, its `SystemTime`. */
  readonly system: ReadonlyMap<string, string>;
  readonly provider: string | null;
  /** Text of `Data` by `Name`. */
  readonly data: ReadonlyMap<string, string>;
}

/**
 * Reads one Event element, from `<Event` to `</Event>`.
 *
 * @param depth deepest nesting of elements that is allowed
 * @returns null for an event of another channel
 * @throws RowDefect if it is not well formed, or no Sysmon event
 */
export function parseSysmonXmlEvent(xml: string, depth: number): EventRecord | null {
  const event = parseXmlEvent(xml, depth);
  const origin = textOf(event.system.get('Channel')) ?? event.provider;
  if (origin !== null && !/sysmon/i.test(origin)) return null;
  return toEventRecord(sourceOf(event));
}

function parseXmlEvent(xml: string, depth: number): XmlEvent {
  const parser = new SaxesParser({ position: false, xmlns: false });
  const system = new Map<string, string>();
  const data = new Map<string, string>();
  const path: string[] = [];
  let provider: string | null = null;
  let name: string | null = null;
  let text = '';
  parser.on('error', (error) => {
    throw new RowDefect(`is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new RowDefect('holds a DOCTYPE');
  });
  parser.on('opentag', ({ name: tag, attributes }) => {
    path.push(localName(tag));
    if (path.length > depth) throw new RowDefect(`is nested deeper than ${depth}`);
    text = '';
    name = attributes.Name ?? null;
    if (path[2] === 'Provider') provider = name;
    if (path[2] === 'TimeCreated') system.set('TimeCreated', attributes.SystemTime ?? '');
  });
  const addText = (piece: string) => {
    text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const tag = path[2];
    if (path.length === 3 && path[1] === 'System' && tag !== undefined) {
      if (tag !== 'TimeCreated') system.set(tag, text);
    }
    if (path.length === 3 && path[1] === 'EventData' && name !== null) data.set(name, text);
    path.pop();
  });
  parser.write(xml).close();
  return { system, provider, data };
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function sourceOf({ system, data }: XmlEvent): SysmonSource {
  return {
    eventId: textOf(system.get('EventID')),
    computer: textOf(system.get('Computer')),
    logged: textOf(system.get('TimeCreated')),
    localTime: null,
    field: (name) => textOf(data.get(name)),
    messageField: () => null,
  };
}

function textOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' ? null : text;
}
