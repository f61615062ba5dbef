/** What a source of a scenario holds. */
export const SOURCE_KINDS = ['events', 'flows', 'dns'] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The written forms that the readers know; a scenario may also say `auto`. */
export const CAPTURE_FORMATS = [
  'sysmon-jsonl',
  'sysmon-xml',
  'zeek-conn-tsv',
  'zeek-conn-json',
  'zeek-dns-tsv',
  'zeek-dns-json',
  'nfdump-csv',
  'ugr16-csv',
  'ecs-flow-json',
  'tshark-dns-csv',
  'csv',
] as const;

export type CaptureFormat = (typeof CAPTURE_FORMATS)[number];

/** Units of the time column of a plain `csv` capture. */
export const TIME_UNITS = ['iso', 's', 'ms', 'us', 'ns'] as const;

export type TimeUnit = (typeof TIME_UNITS)[number];

/** Which forms can hold which kind of records. */
export const FORMATS_OF_KIND: Readonly<Record<SourceKind, readonly CaptureFormat[]>> = {
  events: ['sysmon-jsonl', 'sysmon-xml', 'csv'],
  flows: ['zeek-conn-tsv', 'zeek-conn-json', 'nfdump-csv', 'ugr16-csv', 'ecs-flow-json', 'csv'],
  dns: ['zeek-dns-tsv', 'zeek-dns-json', 'tshark-dns-csv', 'csv'],
};
