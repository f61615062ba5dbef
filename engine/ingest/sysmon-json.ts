import {
  isObject,
  type JsonObject,
  member,
  objectMember,
  parseJsonObject,
  storable,
  textMember,
} from './json-value.ts';
import type { EventRecord } from './records.ts';
import { type SysmonSource, toEventRecord } from './sysmon-event.ts';

/** Where one form of JSON keeps the parts of an event. */
interface EventParts {
  /** Event id, computer, channel and provider. */
  readonly system: JsonObject;
  readonly data: JsonObject;
  /** What holds the message and the collector's stamps. */
  readonly outer: JsonObject;
}

const IDS = ['EventID', 'event_id', 'EventId'];
const COMPUTERS = ['Hostname', 'Computer', 'computer_name', 'ComputerName'];
const CHANNELS = ['Channel', 'channel', 'log_name', 'LogName'];
const PROVIDERS = ['SourceName', 'source_name', 'provider_name', 'ProviderName', 'Provider'];
const STAMPS = ['TimeCreated', '@timestamp'];

/**
 * Reads a line of Sysmon JSON: flat (nxlog, OTRF), nested by winlogbeat (`event_data`, or under
 * `winlog` by ECS), or the event's own structure (`Event.System`, `Event.EventData`).
 *
 * @returns null for a blank line and for an event of another channel
 * @throws RowDefect if the line is no such event
 */
export function parseSysmonJson(line: string, depth: number): EventRecord | null {
  if (line.trim() === '') return null;
  const parts = partsOf(parseJsonObject(line, depth));
  return isSysmon(parts.system) ? toEventRecord(sourceOf(parts)) : null;
}

/** True where a line's members are those of a Windows event. */
export function looksLikeWindowsEvent(object: JsonObject): boolean {
  return firstText(partsOf(object).system, IDS) !== null;
}

function partsOf(line: JsonObject): EventParts {
  const outer = objectMember(line, '_source') ?? line;
  const winlog = objectMember(outer, 'winlog');
  if (winlog !== null) return { system: winlog, data: eventData(winlog) ?? NOTHING, outer };
  const event = objectMember(outer, 'Event') ?? outer;
  const system = objectMember(event, 'System');
  if (system !== null) return { system, data: eventData(event) ?? NOTHING, outer: system };
  return { system: outer, data: eventData(outer) ?? outer, outer };
}

const NOTHING: JsonObject = Object.freeze({});

/** The event data as an object: written so, or as a list of `Data` with `Name` attributes. */
function eventData(holder: JsonObject): JsonObject | null {
  const data = objectMember(holder, 'event_data', 'EventData');
  const list = data === null ? undefined : member(data, 'Data');
  if (!Array.isArray(list)) return data;
  const named = list.filter(isObject).map((one) => {
    const attributes = objectMember(one, '#attributes', '$') ?? one;
    return [firstText(attributes, ['Name', '@Name']), firstText(one, ['#text', '_', 'Value'])];
  });
  return Object.fromEntries(named.filter(([name]) => name !== null));
}

/** NOTE: a trimmed export may name neither channel nor provider: then it is taken at its word. */
function isSysmon(system: JsonObject): boolean {
  const origin = firstText(system, CHANNELS) ?? firstText(system, PROVIDERS);
  return origin === null || /sysmon/i.test(origin);
}

function sourceOf({ system, data, outer }: EventParts): SysmonSource {
  return {
    eventId: firstText(system, IDS),
    computer: firstText(system, COMPUTERS),
    logged: firstText(outer, STAMPS),
    localTime: firstText(outer, ['EventTime']),
    field: (name) => {
      const text = textMember(data, name);
      return text === '-' ? null : text;
    },
    messageField: (name) => fieldOfMessage(messageOf(outer), name),
  };
}

function messageOf(outer: JsonObject): string | null {
  const message = member(outer, 'Message') ?? member(outer, 'message');
  return typeof message === 'string' ? message : null;
}

/** The value behind `name: ` at the start of a line of the rendered message. */
function fieldOfMessage(message: string | null, name: string): string | null {
  if (message === null) return null;
  const label = `\n${name}: `;
  const at = message.indexOf(label);
  if (at < 0) return null;
  const start = at + label.length;
  const end = message.indexOf('\n', start);
  const text = message.slice(start, end < 0 ? message.length : end).trim();
  return text === '' || text === '-' ? null : storable(name, text);
}

/** The first of the members that has a text; XML turned into JSON hides it one level deeper. */
function firstText(object: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const value = member(object, name);
    const text = isObject(value) ? attributeText(value) : textMember(object, name);
    if (text !== null) return text;
  }
  return null;
}

function attributeText(value: JsonObject): string | null {
  const attributes = objectMember(value, '#attributes', '$') ?? value;
  return (
    firstText(value, ['#text', '_']) ??
    firstText(attributes, ['SystemTime', '@SystemTime', 'Name', '@Name'])
  );
}
