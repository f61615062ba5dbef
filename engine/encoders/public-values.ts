/**
 * Values that are nobody's secret: protocol vocabularies, well-known accounts and addresses,
 * directories and programs that every installation has. Keys are column kinds or `table.column`.
 */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  address: [
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    '224.0.0.1',
    '224.0.0.2',
    '224.0.0.22',
    '224.0.0.251',
    '224.0.0.252',
    '239.255.255.250',
    'ff02::1',
    'ff02::2',
    'ff02::c',
    'ff02::16',
    'ff02::fb',
    'ff02::1:2',
    'ff02::1:3',
  ],
  fqdn: ['localhost'],
  user: [
    'NT AUTHORITY\\SYSTEM',
    'NT AUTHORITY\\LOCAL SERVICE',
    'NT AUTHORITY\\NETWORK SERVICE',
    'NT AUTHORITY\\ANONYMOUS LOGON',
    'NT AUTHORITY\\IUSR',
    'SYSTEM',
    'LOCAL SERVICE',
    'NETWORK SERVICE',
    'root',
  ],
  category: [
    ...['tcp', 'udp', 'icmp', 'icmp6', 'ipv6-icmp', 'igmp', 'gre', 'esp', 'ah', 'sctp', 'ipip'],
    ...['TCP', 'UDP', 'ICMP', 'ICMP6', 'IGMP', 'GRE', 'ESP', 'AH', 'SCTP', 'IPv6', 'unknown'],
    ...['S0', 'S1', 'S2', 'S3', 'SF', 'REJ', 'RSTO', 'RSTR', 'RSTOS0', 'RSTRH', 'SH', 'SHR', 'OTH'],
    ...['dns', 'http', 'ssl', 'ssh', 'ftp', 'ftp-data', 'smtp', 'dhcp', 'ntp', 'rdp', 'smb', 'irc'],
    ...['krb', 'krb_tcp', 'ldap', 'ldap_tcp', 'dce_rpc', 'ntlm', 'gssapi', 'snmp', 'sip', 'radius'],
    ...['Low', 'Medium', 'High', 'System', 'Untrusted', 'AppContainer', 'Protected Process'],
    ...['host', 'source_ip', 'destination_ip', 'ip_pair', 'process', 'internal', 'external'],
    ...['service', 'multicast', 'loopback', 'broadcast', 'link-local', 'special', 'private'],
    ...[
      'background',
      'benign',
      'Benign',
      'malicious',
      'Malicious',
      'anomaly',
      'normal',
      'blacklist',
    ],
    ...['cid', 'tuple-relaxed', 'fqdn-time'],
    ...['CreateKey', 'DeleteKey', 'SetValue', 'DeleteValue', 'RenameKey', 'RenameValue'],
    ...['CreatePipe', 'ConnectPipe', 'Created', 'Modified', 'Deleted', 'Consumer', 'Filter'],
    ...['0', '87', '1460', '5', '9002', '9003', '9501', '9560', '9701', '9852', '10054', '10060'],
    ...['0x40', '0x1000', '0x1400', '0x1410', '0x1010', '0x1438', '0x143a', '0x1fffff', '0x3000'],
    ...['0x101000', '0x101541', '0x1f0fff', '0x1478', '0x2000', '0x100000', '0x400', '0x1401'],
    ...Array.from({ length: 29 }, (_, index) => String(index + 1)),
    '255',
  ],
  path: [
    ...executables('C:\\Windows\\System32', [
      ...['svchost.exe', 'lsass.exe', 'services.exe', 'wininit.exe', 'winlogon.exe', 'csrss.exe'],
      ...['smss.exe', 'cmd.exe', 'conhost.exe', 'dllhost.exe', 'rundll32.exe', 'taskhostw.exe'],
      ...['spoolsv.exe', 'RuntimeBroker.exe', 'SearchIndexer.exe', 'wbem\\WmiPrvSE.exe'],
      ...['WindowsPowerShell\\v1.0\\powershell.exe', 'net.exe', 'net1.exe', 'reg.exe', 'sc.exe'],
      ...[
        'ntdll.dll',
        'kernel32.dll',
        'KernelBase.dll',
        'user32.dll',
        'advapi32.dll',
        'ws2_32.dll',
      ],
      ...['rpcrt4.dll', 'sechost.dll', 'msvcrt.dll', 'ucrtbase.dll', 'combase.dll', 'crypt32.dll'],
      ...['bcrypt.dll', 'samlib.dll', 'vaultcli.dll', 'dbghelp.dll', 'dbgcore.dll', 'amsi.dll'],
      ...['whoami.exe', 'schtasks.exe', 'mshta.exe', 'wscript.exe', 'cscript.exe', 'sihost.exe'],
      ...['backgroundTaskHost.exe', 'ctfmon.exe', 'dwm.exe', 'fontdrvhost.exe', 'mmc.exe'],
    ]),
    'C:\\Windows\\explorer.exe',
    'C:\\Windows\\Sysmon.exe',
    'C:\\Windows\\Sysmon64.exe',
    'System',
    'Registry',
    '\\lsass',
    '\\wkssvc',
    '\\srvsvc',
    '\\ntsvcs',
    '\\samr',
    '\\netlogon',
    '\\svcctl',
    '\\epmapper',
    '\\eventlog',
    '\\spoolss',
    '<Anonymous Pipe>',
  ],
};

/** Directories and registry branches that every installation has. */
export const PUBLIC_DIRECTORIES: readonly string[] = [
  'C:\\Windows',
  'C:\\Windows\\System32',
  'C:\\Windows\\SysWOW64',
  'C:\\Windows\\Temp',
  'C:\\Windows\\Prefetch',
  'C:\\Windows\\WinSxS',
  'C:\\Program Files',
  'C:\\Program Files (x86)',
  'C:\\ProgramData',
  'C:\\Users\\{user}',
  'C:\\Users\\{user}\\AppData\\Local',
  'C:\\Users\\{user}\\AppData\\Local\\Temp',
  'C:\\Users\\{user}\\AppData\\Roaming',
  'HKLM',
  'HKLM\\System\\CurrentControlSet\\Services',
  'HKLM\\System\\CurrentControlSet\\Control',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion',
  'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion',
  'HKU',
  'HKCR',
  '/bin',
  '/etc',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
  '/var/log',
];

/** Tells which values may always leave. */
export type IsPublic = (table: string, column: string, kind: string, value: string) => boolean;

/** The built-in lists and the scenario's, as one question. */
export function publicValues(more: Readonly<Record<string, readonly string[]>>): IsPublic {
  const sets = new Map<string, Set<string>>();
  for (const [key, values] of [...Object.entries(BUILT_IN), ...Object.entries(more)]) {
    const set = sets.get(key) ?? new Set<string>();
    for (const value of values) set.add(value.toLowerCase());
    sets.set(key, set);
  }
  return (table, column, kind, value) => {
    const lower = value.toLowerCase();
    return (
      sets.get(kind)?.has(lower) === true || sets.get(`${table}.${column}`)?.has(lower) === true
    );
  };
}

/** The values that are listed for a column, in the spelling of the lists. */
export type KnownValues = (table: string, column: string, kind: string) => readonly string[];

/** The scenario's own list for a column, or else all that are listed for its kind. */
export function knownValues(more: Readonly<Record<string, readonly string[]>>): KnownValues {
  return (table, column, kind) => [
    ...new Set(more[`${table}.${column}`] ?? [...(BUILT_IN[kind] ?? []), ...(more[kind] ?? [])]),
  ];
}

function executables(directory: string, names: readonly string[]): string[] {
  return names.map((name) => `${directory}\\${name}`);
}
