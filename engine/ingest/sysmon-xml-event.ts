import { SaxesParser } from 'saxes';
import { RowDefect } from './bad-row.ts';
import type { EventRecord } from './records.ts';
import { type SysmonSource, toEventRecord } from './sysmon-event.ts';

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
  const event = new XmlEvent(depth);
  parser.on('error', (error) => {
    throw new RowDefect(`is not well-formed XML: ${error.message}`);
  });
  parser.on('doctype', () => {
    throw new RowDefect('holds a DOCTYPE');
  });
  parser.on('opentag', ({ name, attributes }) => event.open(localName(name), attributes));
  parser.on('text', (text) => event.add(text));
  parser.on('cdata', (text) => event.add(text));
  parser.on('closetag', () => event.close());
  parser.write(xml).close();
  return event;
}

/** What an Event element says, gathered while its XML is parsed. */
class XmlEvent {
  /** Text of the children of System by name; of `TimeCreated`, its `SystemTime`. */
  readonly system = new Map<string, string>();
  /** Text of `Data` by `Name`. */
  readonly data = new Map<string, string>();
  provider: string | null = null;
  readonly #depth: number;
  readonly #path: string[] = [];
  #name: string | null = null;
  #text = '';

  constructor(depth: number) {
    this.#depth = depth;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    this.#path.push(tag);
    if (this.#path.length > this.#depth) {
      throw new RowDefect(`is nested deeper than ${this.#depth}`);
    }
    this.#text = '';
    this.#name = attributes.Name ?? null;
    if (!this.#isChildOf('System')) return;
    if (tag === 'Provider') this.provider = this.#name;
    if (tag === 'TimeCreated') this.#text = attributes.SystemTime ?? '';
  }

  add(text: string): void {
    this.#text += text;
  }

  close(): void {
    const tag = this.#path.at(-1) ?? '';
    if (this.#isChildOf('System')) this.system.set(tag, this.#text);
    if (this.#isChildOf('EventData') && this.#name !== null) this.data.set(this.#name, this.#text);
    this.#path.pop();
  }

  #isChildOf(parent: string): boolean {
    return this.#path.length === 3 && this.#path[1] === parent;
  }
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
