import type { SiteOptions } from './site-options.ts';

/** Sysmon event kinds that the simulator writes. */
export const SITE_EVENT_KINDS = [1, 3, 5, 7, 10, 11, 12, 13, 17, 18, 22, 23] as const;

export type SiteEventKind = (typeof SITE_EVENT_KINDS)[number];

/** What a monitored server does; dealt out in this order, from the start again. */
export const SERVER_ROLES = ['dc', 'file', 'mail', 'proxy', 'app'] as const;

export type ServerRole = (typeof SERVER_ROLES)[number];

/** What a monitored host is. */
export type HostRole = 'workstation' | 'branch' | ServerRole;

/** What a person works as; it scales what the person does. */
export const PERSONAS = ['clerk', 'seller', 'developer', 'administrator'] as const;

export type Persona = (typeof PERSONAS)[number];

/** From a person's logon to the logoff, true time. */
export interface Sitting {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** A host with an event log. */
export interface SiteHost {
  readonly index: number;
  /** Computer name as Sysmon writes it, e.g. `WS03.harbour.example`. */
  readonly name: string;
  readonly address: string;
  readonly role: HostRole;
  /** Account of the person who sits there, null on servers. */
  readonly user: string | null;
  readonly persona: Persona;
  /** First eight hexadecimal digits of the host's GUIDs. */
  readonly machineId: string;
  /** Host clock minus sensor clock. */
  readonly clockOffsetUs: number;
  /** True time of the last start, before or in the window. */
  readonly bootUs: number;
  /** When somebody sits there; empty on servers. */
  readonly sittings: readonly Sitting[];
}

/** A machine without an event log. */
export interface SiteDevice {
  readonly index: number;
  readonly kind: 'printer' | 'phone' | 'camera';
  readonly address: string;
}

/** A process; times are true times, `endUs` is null while it lives. */
export interface SiteProcess {
  readonly host: SiteHost;
  readonly parent: SiteProcess | null;
  readonly image: string;
  readonly commandLine: string;
  readonly directory: string;
  readonly user: string;
  readonly integrity: string;
  readonly logonId: number;
  readonly session: number;
  readonly pid: number;
  readonly guid: string;
  readonly startUs: number;
  endUs: number | null;
  /** True time, reporting delay included, of the last thing stamped with it. */
  lastUs: number;
}

/** One Sysmon record. */
export interface SiteEvent {
  readonly kind: SiteEventKind;
  readonly process: SiteProcess;
  /** When it happened, sensor clock. */
  readonly trueUs: number;
  /** `UtcTime`: host clock, reporting delay included, whole milliseconds. */
  readonly stampUs: number;
  /** When the collector got it, sensor clock; the order of the file. */
  arrivalUs: number;
  /** Fields of its kind, as written; empty for kinds 1 and 5. */
  readonly details: Readonly<Record<string, string>>;
}

/** One Zeek connection; byte counts and duration are null where Zeek writes none. */
export interface SiteFlow {
  readonly uid: string;
  readonly startUs: number;
  readonly durationUs: number | null;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly sourceAddress: string;
  readonly sourcePort: number;
  readonly destinationAddress: string;
  readonly destinationPort: number;
  readonly service: string | null;
  readonly state: string;
  readonly history: string | null;
  readonly origBytes: number | null;
  readonly respBytes: number | null;
  readonly origPackets: number;
  readonly origIpBytes: number;
  readonly respPackets: number;
  readonly respIpBytes: number;
  /** Truth that no sensor sees: the name that was meant. */
  readonly name: string | null;
}

/** One line of Zeek's dns.log. */
export interface SiteAnswer {
  readonly timeUs: number;
  readonly flow: SiteFlow;
  readonly query: string;
  readonly transaction: number;
  readonly rttUs: number | null;
  /** 0, 2 or 3; null where no answer came. */
  readonly responseCode: number | null;
  readonly authoritative: boolean;
  readonly answers: readonly string[];
  readonly ttlS: readonly number[];
}

/** Truth: this event and this flow are the same connection. */
export interface SiteLink {
  readonly event: SiteEvent;
  readonly flow: SiteFlow;
  /** False where address translation stood between host and sensor. */
  readonly tupleSeen: boolean;
}

/** A simulated site: what its logs hold, in the order of the files, and the truth behind. */
export interface Site {
  readonly options: SiteOptions;
  readonly hosts: readonly SiteHost[];
  readonly devices: readonly SiteDevice[];
  readonly processes: readonly SiteProcess[];
  readonly events: readonly SiteEvent[];
  readonly flows: readonly SiteFlow[];
  readonly answers: readonly SiteAnswer[];
  readonly links: readonly SiteLink[];
}
