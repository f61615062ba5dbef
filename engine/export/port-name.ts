/** Services as Windows' own list of ports names them, as far as hosts commonly meet them. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [21, 'ftp'],
  [22, 'ssh'],
  [23, 'telnet'],
  [25, 'smtp'],
  [53, 'domain'],
  [67, 'bootps'],
  [68, 'bootpc'],
  [80, 'http'],
  [88, 'kerberos'],
  [110, 'pop3'],
  [123, 'ntp'],
  [135, 'epmap'],
  [137, 'netbios-ns'],
  [138, 'netbios-dgm'],
  [139, 'netbios-ssn'],
  [143, 'imap'],
  [389, 'ldap'],
  [443, 'https'],
  [445, 'microsoft-ds'],
  [464, 'kpasswd'],
  [514, 'syslog'],
  [636, 'ldaps'],
  [3389, 'ms-wbt-server'],
]);

/** A port's name, null where it has none. */
export function portName(port: number | null): string | null {
  return port === null ? null : (NAMES.get(port) ?? null);
}
