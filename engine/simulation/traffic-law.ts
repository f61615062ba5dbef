import type { BodyAndTail, Lognormal } from './heavy-tail.ts';

/** Shares of how a connection ends; the rest of 1 is an orderly end. */
export interface OutcomeShares {
  /** Nobody answers. */
  readonly silent: number;
  /** Refused at once. */
  readonly refused: number;
  /** Reset by the side that opened it. */
  readonly resetByOrigin: number;
  /** Reset by the other side. */
  readonly resetByResponder: number;
}

/** How connections to a service look on the wire. */
export interface TrafficLaw {
  /** Zeek's word for the service, null where Zeek finds none. */
  readonly service: string | null;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** Destination port; type of an ICMP message. */
  readonly port: number;
  /** Payload bytes from the side that opens. */
  readonly request: Lognormal;
  /** Payload bytes back. */
  readonly response: BodyAndTail;
  /** How long it stays open beyond the transfer, seconds. */
  readonly hold: Lognormal;
  readonly outcomes: OutcomeShares;
  /** Sysmon's DestinationPortName. */
  readonly portName: string;
  /** Share of such connections that a server's log keeps; the rest its rules leave out. */
  readonly inboundShare: number;
}

const CALM: OutcomeShares = {
  silent: 0.004,
  refused: 0.004,
  resetByOrigin: 0.03,
  resetByResponder: 0.01,
};
const WEB: OutcomeShares = {
  silent: 0.015,
  refused: 0.01,
  resetByOrigin: 0.09,
  resetByResponder: 0.03,
};
const SURE: OutcomeShares = { silent: 0, refused: 0, resetByOrigin: 0, resetByResponder: 0 };

function body(median: number, sigma: number): BodyAndTail {
  return { median, sigma, tailShare: 0, tailFrom: 1, tailIndex: 1 };
}

const webPage: BodyAndTail = {
  median: 5200,
  sigma: 1,
  tailShare: 0.12,
  tailFrom: 30_000,
  tailIndex: 1.2,
};
const download: BodyAndTail = {
  median: 180_000,
  sigma: 1.4,
  tailShare: 0.3,
  tailFrom: 1e6,
  tailIndex: 1.2,
};
const share: BodyAndTail = {
  median: 24_000,
  sigma: 1.8,
  tailShare: 0.1,
  tailFrom: 250_000,
  tailIndex: 1.1,
};

function tcp(
  port: number,
  portName: string,
  parts: Pick<TrafficLaw, 'service' | 'request' | 'response' | 'hold'> & Partial<TrafficLaw>,
): TrafficLaw {
  return { protocol: 'tcp', port, portName, outcomes: CALM, inboundShare: 1, ...parts };
}

function udp(
  port: number,
  portName: string,
  parts: Pick<TrafficLaw, 'service' | 'request' | 'response'> & Partial<TrafficLaw>,
): TrafficLaw {
  const hold = { median: 0.0001, sigma: 0.3 };
  return { protocol: 'udp', port, portName, outcomes: SURE, inboundShare: 1, hold, ...parts };
}

/** The services of the site; sizes in bytes, holds in seconds. Sources: docs/methods/simulation.md. */
export const TRAFFIC = {
  https: tcp(443, 'https', {
    service: 'ssl',
    request: { median: 1900, sigma: 0.8 },
    response: webPage,
    hold: { median: 4, sigma: 1.6 },
    outcomes: WEB,
  }),
  http: tcp(80, 'http', {
    service: 'http',
    request: { median: 520, sigma: 0.5 },
    response: webPage,
    hold: { median: 1.2, sigma: 1.4 },
    outcomes: WEB,
  }),
  proxy: tcp(3128, '-', {
    service: 'http',
    request: { median: 2200, sigma: 0.8 },
    response: webPage,
    hold: { median: 3, sigma: 1.5 },
  }),
  update: tcp(443, 'https', {
    service: 'ssl',
    request: { median: 2600, sigma: 0.5 },
    response: download,
    hold: { median: 2, sigma: 0.8 },
  }),
  agent: tcp(8443, '-', {
    service: 'ssl',
    request: { median: 1450, sigma: 0.25 },
    response: body(610, 0.15),
    hold: { median: 0.2, sigma: 0.4 },
  }),
  mailbox: tcp(993, 'imaps', {
    service: 'ssl',
    request: { median: 900, sigma: 0.6 },
    response: { median: 2400, sigma: 1.2, tailShare: 0.06, tailFrom: 60_000, tailIndex: 1.3 },
    hold: { median: 1, sigma: 1 },
  }),
  smtp: tcp(25, 'smtp', {
    service: 'smtp',
    request: { median: 9000, sigma: 1.5 },
    response: body(420, 0.2),
    hold: { median: 0.8, sigma: 0.7 },
  }),
  smb: tcp(445, 'microsoft-ds', {
    service: 'gssapi,smb,krb',
    request: { median: 4200, sigma: 1.3 },
    response: share,
    hold: { median: 14, sigma: 1 },
  }),
  kerberos: tcp(88, 'kerberos', {
    service: 'krb_tcp',
    request: { median: 1500, sigma: 0.15 },
    response: body(1600, 0.15),
    hold: { median: 0.002, sigma: 0.5 },
  }),
  directory: tcp(389, 'ldap', {
    service: 'ldap_tcp',
    request: { median: 2300, sigma: 0.5 },
    response: body(5200, 0.8),
    hold: { median: 0.4, sigma: 1.5 },
  }),
  endpointMapper: tcp(135, 'epmap', {
    service: 'dce_rpc',
    request: { median: 420, sigma: 0.2 },
    response: body(330, 0.2),
    hold: { median: 8, sigma: 0.8 },
  }),
  database: tcp(1433, 'ms-sql-s', {
    service: null,
    request: { median: 1800, sigma: 0.7 },
    response: { median: 7000, sigma: 1.3, tailShare: 0.05, tailFrom: 80_000, tailIndex: 1.3 },
    hold: { median: 30, sigma: 1.2 },
  }),
  print: tcp(9100, '-', {
    service: null,
    request: { median: 160_000, sigma: 1.1 },
    response: body(120, 0.3),
    hold: { median: 2, sigma: 0.6 },
  }),
  dns: udp(53, 'domain', {
    service: 'dns',
    request: { median: 40, sigma: 0.15 },
    response: body(120, 0.4),
    inboundShare: 0.2,
  }),
  time: udp(123, 'ntp', {
    service: 'ntp',
    request: { median: 48, sigma: 0 },
    response: body(48, 0),
  }),
  signalling: udp(5060, 'sip', {
    service: 'sip',
    request: { median: 560, sigma: 0.1 },
    response: body(430, 0.1),
    hold: { median: 0.02, sigma: 0.3 },
  }),
  monitor: udp(161, 'snmp', {
    service: 'snmp',
    request: { median: 82, sigma: 0.1 },
    response: body(140, 0.3),
  }),
  echo: {
    service: null,
    protocol: 'icmp',
    port: 8,
    portName: '-',
    request: { median: 32, sigma: 0 },
    response: body(32, 0),
    hold: { median: 3, sigma: 0.05 },
    outcomes: SURE,
    inboundShare: 0,
  },
} as const satisfies Record<string, TrafficLaw>;
