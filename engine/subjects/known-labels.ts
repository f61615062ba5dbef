/** Labels that say what a host is for; so common that they tell nobody. */
export const COMMON_LABELS: ReadonlySet<string> = new Set([
  ...['www', 'www2', 'm', 'api', 'cdn', 'static', 'assets', 'img', 'images', 'image', 'media'],
  ...['mail', 'smtp', 'imap', 'pop', 'mx', 'mx1', 'mx2', 'webmail', 'autodiscover', 'ns', 'ns1'],
  ...['ns2', 'dns', 'ntp', 'time', 'ftp', 'sftp', 'vpn', 'remote', 'gateway', 'proxy', 'login'],
  ...['auth', 'sso', 'accounts', 'account', 'id', 'my', 'app', 'apps', 'web', 'portal', 'admin'],
  ...['dev', 'test', 'stage', 'staging', 'prod', 'beta', 'demo', 'docs', 'support', 'help', 'blog'],
  ...['news', 'shop', 'store', 'search', 'maps', 'video', 'videos', 'live', 'chat', 'forum'],
  ...['download', 'downloads', 'update', 'updates', 'files', 'upload', 'cloud', 'data', 'db'],
  ...['events', 'event', 'metrics', 'stats', 'status', 'analytics', 'tracking', 'pixel', 'sync'],
  ...['ads', 'ad', 'tags', 'tag', 'collector', 'telemetry', 'beacon', 'log', 'logs', 'edge', 'fe'],
  ...['ocsp', 'crl', 'pki', 'git', 'ci', 'wiki', 'jira', 'raw', 'graph', 'config', 'settings'],
  ...['east', 'west', 'eastus', 'westus', 'us', 'eu', 'uk', 'de', 'global', 'internal', 'corp'],
  ...['dc', 'ad1', 'exchange', 'sip', 'meet', 'teams', 'office', 'secure', 'pay', 'content', 'go'],
  ...[
    'service',
    'services',
    'servedby',
    'match',
    'bid',
    'rtb',
    'widgets',
    'visitor',
    'c',
    's',
    'g',
  ],
]);

/** Short names that every Windows network asks for. */
export const COMMON_SHORT_NAMES: readonly string[] = ['wpad', 'isatap'];

/** Suffixes that no registry runs and anybody may use. @see RFC 6761, RFC 6762, RFC 9476 */
export const SPECIAL_SUFFIXES: readonly string[] = [
  ...['local', 'internal', 'lan', 'corp', 'home', 'intranet', 'localdomain', 'private', 'test'],
  ...['example', 'invalid', 'localhost', 'onion', 'arpa', 'home.arpa', 'alt'],
];

/** Suffixes for the domains whose own is too rare to come out. */
export const SPARE_SUFFIXES: readonly string[] = ['com', 'net', 'org', 'info', 'io', 'co.uk', 'de'];

/** Names of services below a domain; `{domain}`, `{site}` and `{host}` are filled in. */
export const SERVICE_TEMPLATES: readonly string[] = [
  '_ldap._tcp.dc._msdcs.{domain}',
  '_kerberos._tcp.dc._msdcs.{domain}',
  '_ldap._tcp.pdc._msdcs.{domain}',
  '_ldap._tcp.gc._msdcs.{domain}',
  '_ldap._tcp.{site}._sites.dc._msdcs.{domain}',
  '_kerberos._tcp.{site}._sites.dc._msdcs.{domain}',
  '_ldap._tcp.{site}._sites.{domain}',
  '_ldap._tcp.{domain}',
  '_kerberos._tcp.{domain}',
  '_gc._tcp.{domain}',
  '_ldap._tcp.{host}',
  '_ldap._tcp.dc._msdcs.{host}',
  '_autodiscover._tcp.{domain}',
  '_googlecast._tcp.local',
  '_ipps._tcp.local',
  '_dosvc._tcp.local',
];

/** The name of the first site of every Active Directory. */
export const FIRST_SITE = 'default-first-site-name';

/** Realms that every Windows has, with the accounts in them; `{n}` is a small number. */
export const SYSTEM_ACCOUNTS: readonly string[] = [
  'Font Driver Host\\UMFD-{n}',
  'Window Manager\\DWM-{n}',
];

const SYSTEM_REALMS =
  /^(NT AUTHORITY|Font Driver Host|Window Manager|NT SERVICE|BUILTIN|IIS APPPOOL)\\/i;

const NUMBERED_ACCOUNT = /^(Font Driver Host\\UMFD|Window Manager\\DWM)-\d+$/i;

/** True for the accounts of `SYSTEM_ACCOUNTS`. */
export function isNumberedAccount(account: string): boolean {
  return NUMBERED_ACCOUNT.test(account);
}

/** True for accounts that Windows itself makes. */
export function isSystemAccount(account: string): boolean {
  return SYSTEM_REALMS.test(account);
}
