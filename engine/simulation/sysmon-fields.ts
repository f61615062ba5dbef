import { createHash } from 'node:crypto';
import { isoStamp, sysmonStamp } from './calendar-stamp.ts';
import { signerOf } from './image-signature.ts';
import type { SiteEvent, SiteEventKind, SiteProcess } from './site.ts';

/** Fields in the order in which Sysmon writes them. */
export type Fields = Readonly<Record<string, string>>;

/** First line of the message of each kind. */
export const HEADLINES: Readonly<Record<SiteEventKind, string>> = {
  1: 'Process Create',
  3: 'Network connection detected',
  5: 'Process terminated',
  7: 'Image loaded',
  10: 'Process accessed',
  11: 'File created',
  12: 'Registry object added or deleted',
  13: 'Registry value set',
  17: 'Pipe Created',
  18: 'Pipe Connected',
  22: 'Dns query',
  23: 'File Delete archived',
};

/** The event's data, field by field, as the event schema orders them. */
export function eventFields(event: SiteEvent): Fields {
  const { process, details } = event;
  const { EventType, ...rest } = details;
  const head = {
    RuleName: '-',
    ...(EventType === undefined ? {} : { EventType }),
    UtcTime: sysmonStamp(event.stampUs),
    ProcessGuid: process.guid,
    ProcessId: String(process.pid),
  };
  const image = { Image: process.image };
  const user = { User: process.user };
  switch (event.kind) {
    case 1:
      return { ...head, ...image, ...creationFields(process) };
    case 3:
      return { ...head, ...image, ...user, ...rest };
    case 7:
      return { ...head, ...image, ...rest, ...signatureFields(rest.ImageLoaded ?? ''), ...user };
    case 10:
      return accessFields(event, head.UtcTime);
    case 11:
      return { ...head, ...image, ...rest, CreationUtcTime: head.UtcTime, ...user };
    case 17:
    case 18:
    case 22:
      return { ...head, ...rest, ...image, ...user };
    case 23:
      return { ...head, ...user, ...image, ...rest };
    default:
      return { ...head, ...image, ...rest, ...user };
  }
}

/** When the record was written, by the host's clock. */
export function loggedStamp(event: SiteEvent): string {
  return isoStamp(event.arrivalUs + event.process.host.clockOffsetUs);
}

/** NOTE: kind 10 spells GUID in capitals, and has no `Image` or `User` of its own. */
function accessFields({ process, details }: SiteEvent, UtcTime: string): Fields {
  const { SourceThreadId = '', TargetUser = '', ...target } = details;
  return {
    RuleName: '-',
    UtcTime,
    SourceProcessGUID: process.guid,
    SourceProcessId: String(process.pid),
    SourceThreadId,
    SourceImage: process.image,
    ...target,
    SourceUser: process.user,
    TargetUser,
  };
}

function creationFields(process: SiteProcess): Fields {
  const { parent } = process;
  return {
    FileVersion: '-',
    Description: '-',
    Product: '-',
    Company: '-',
    OriginalFileName: process.image.slice(process.image.lastIndexOf('\\') + 1),
    CommandLine: process.commandLine,
    CurrentDirectory: process.directory,
    User: process.user,
    LogonGuid: logonGuid(process),
    LogonId: `0x${process.logonId.toString(16)}`,
    TerminalSessionId: String(process.session),
    IntegrityLevel: process.integrity,
    Hashes: fileDigests(process.image),
    ParentProcessGuid: parent?.guid ?? '{00000000-0000-0000-0000-000000000000}',
    ParentProcessId: String(parent?.pid ?? 0),
    ParentImage: parent?.image ?? '-',
    ParentCommandLine: parent?.commandLine ?? '-',
    ParentUser: parent?.user ?? '-',
  };
}

function signatureFields(image: string): Fields {
  const signer = signerOf(image);
  return {
    FileVersion: '-',
    Description: '-',
    Product: '-',
    Company: '-',
    OriginalFileName: '-',
    Hashes: fileDigests(image),
    Signed: String(signer !== null),
    Signature: signer ?? '-',
    SignatureStatus: signer === null ? 'Unavailable' : 'Valid',
  };
}

/** Machine, boot second and logon number, laid out as Sysmon lays them out. */
function logonGuid({ host, logonId }: SiteProcess): string {
  const seconds = Math.floor((host.bootUs + host.clockOffsetUs) / 1e6)
    .toString(16)
    .padStart(8, '0');
  const id = logonId.toString(16).padStart(8, '0');
  const little = `${id.slice(6)}${id.slice(4, 6)}-${id.slice(2, 4)}${id.slice(0, 2)}`;
  return `{${host.machineId}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${little}00000000}`;
}

const hashes = new Map<string, string>();

/** Digests of the file's name: stable, and those of no real file. */
export function fileDigests(image: string): string {
  const known = hashes.get(image);
  if (known !== undefined) return known;
  const digest = (name: string) => createHash(name).update(image).digest('hex').toUpperCase();
  const text = `SHA1=${digest('sha1')},MD5=${digest('md5')},SHA256=${digest('sha256')},IMPHASH=${digest('md5')}`;
  hashes.set(image, text);
  return text;
}
