import { type ExportForm, type HashTuple, NOTHING } from './export-form.ts';
import { tupleOf } from './flow-tuple.ts';
import { jsonGroup, jsonMember, jsonObject } from './json-text.ts';
import { isoText } from './stamp-text.ts';
import { absentOfKind } from './sysmon-absent.ts';
import type { ExportedEvent } from './sysmon-data.ts';
import { SYSMON_LAYOUTS } from './sysmon-layout.ts';
import { SOURCE } from './sysmon-origin.ts';
import { timeCreatedOf } from './sysmon-stamps.ts';
import { winlogMember } from './winlogbeat-form.ts';

/** Kinds by what Elastic's categories say of them. */
const CATEGORIES: Readonly<Record<number, readonly [category: string, type: string]>> = {
  1: ['process', 'start'],
  2: ['file', 'change'],
  3: ['network', 'connection'],
  5: ['process', 'end'],
  6: ['driver', 'start'],
  7: ['process', 'change'],
  8: ['process', 'change'],
  10: ['process', 'access'],
  11: ['file', 'creation'],
  12: ['registry', 'change'],
  13: ['registry', 'change'],
  14: ['registry', 'change'],
  15: ['file', 'access'],
  22: ['network', 'protocol'],
  23: ['file', 'deletion'],
  26: ['file', 'deletion'],
};

/**
 * Sysmon as ECS documents: the fields of the Elastic Common Schema, and all of the event under
 * `winlog`, as Winlogbeat's Sysmon module leaves it; a connection has its community ID.
 *
 * @see https://www.elastic.co/guide/en/ecs/8.0/ecs-field-reference.html
 */
export function ecsEventForm(communityId: HashTuple): ExportForm<'events'> {
  return {
    kind: 'events',
    file: 'ecs-events.jsonl',
    format: 'sysmon-jsonl',
    absentFields: (event) => absentOfKind(event.event_type),
    head: NOTHING,
    foot: NOTHING,
    line: (event, ordinal) =>
      jsonObject(
        `"@timestamp":"${timeCreatedOf(event)}","ecs":{"version":"8.0.0"},` +
          eventGroup(event) +
          jsonGroup('host', jsonMember('name', event.host)) +
          processGroup(event) +
          userGroup(event.user_name) +
          (event.event_type === 3 ? connectionGroups(event, communityId) : '') +
          (event.event_type === 22 ? dnsGroup(event) : '') +
          placeGroup(event) +
          winlogMember(event, ordinal),
      ),
  };
}

function eventGroup(event: ExportedEvent): string {
  const category = CATEGORIES[event.event_type];
  return jsonGroup(
    'event',
    `"kind":"event","module":"sysmon","provider":"${SOURCE}","code":"${event.event_type}",` +
      `"action":"${SYSMON_LAYOUTS[event.event_type]?.headline}","created":"${isoText(event.time_us)}",` +
      (category === undefined ? '' : `"category":["${category[0]}"],"type":["${category[1]}"],`),
  );
}

function processGroup(event: ExportedEvent): string {
  const parent =
    jsonMember('entity_id', event.parent_guid) +
    jsonMember('executable', event.parent_image) +
    jsonMember('command_line', event.parent_command_line ?? null);
  return jsonGroup(
    'process',
    jsonMember('entity_id', event.process_guid) +
      jsonMember('pid', event.process_id) +
      jsonMember('executable', event.image) +
      jsonMember('name', event.image === null ? null : fileName(event.image)) +
      jsonMember('command_line', event.command_line) +
      jsonMember('working_directory', event.current_directory) +
      jsonGroup('parent', parent),
  );
}

function userGroup(user: string | null): string {
  if (user === null) return '';
  const at = user.indexOf('\\');
  const domain = at < 0 ? null : user.slice(0, at);
  return jsonGroup('user', jsonMember('name', user.slice(at + 1)) + jsonMember('domain', domain));
}

function connectionGroups(event: ExportedEvent, communityId: HashTuple): string {
  const { protocol, src_ip: source, dst_ip: destination } = event;
  const hash =
    protocol === null || source === null || destination === null
      ? null
      : communityId(tupleOf({ ...event, protocol, src_ip: source, dst_ip: destination }));
  const direction =
    event.initiated === null ? null : event.initiated ? 'egress' : ('ingress' as const);
  return (
    endGroup('source', [source, event.src_port, event.src_hostname]) +
    endGroup('destination', [destination, event.dst_port, event.dst_hostname]) +
    jsonGroup(
      'network',
      jsonMember('transport', protocol) +
        jsonMember('type', source === null ? null : source.includes(':') ? 'ipv6' : 'ipv4') +
        jsonMember('direction', direction) +
        jsonMember('community_id', hash),
    )
  );
}

type End = readonly [address: string | null, port: number | null, domain: string | null];

function endGroup(name: string, [address, port, domain]: End): string {
  return jsonGroup(
    name,
    jsonMember('ip', address) + jsonMember('port', port) + jsonMember('domain', domain),
  );
}

function dnsGroup(event: ExportedEvent): string {
  const question = jsonGroup('question', jsonMember('name', event.query_name));
  return jsonGroup('dns', question === '' ? '' : `${question}"type":"answer",`);
}

function placeGroup(event: ExportedEvent): string {
  const category = CATEGORIES[event.event_type]?.[0];
  if (event.target === null) return '';
  if (category === 'file') return jsonGroup('file', jsonMember('path', event.target));
  if (category === 'registry') return jsonGroup('registry', jsonMember('path', event.target));
  return '';
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}
