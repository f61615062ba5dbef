import type { PipeUse, Program } from './program.ts';

const SYSTEM32 = 'C:\\Windows\\System32';
const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16';
const EDGE = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';

const BASE = ['ntdll.dll', 'kernel32.dll', 'KernelBase.dll'].map(inSystem);
const NETWORK = ['ws2_32.dll', 'dnsapi.dll', 'winhttp.dll'].map(inSystem);
const SCREEN = ['user32.dll', 'gdi32.dll', 'uxtheme.dll'].map(inSystem);
const OFFICE_PARTS = [
  ...SCREEN,
  `${OFFICE}\\mso20win32client.dll`,
  `${OFFICE}\\mso40uiwin32client.dll`,
];

function inSystem(file: string): string {
  return `${SYSTEM32}\\${file}`;
}

function program(
  image: string,
  commandLines: readonly string[],
  more: Partial<Program> = {},
): Program {
  return {
    image,
    commandLines,
    life: null,
    libraries: BASE,
    files: [],
    keys: [],
    pipes: [],
    ...more,
  };
}

function made(name: string): PipeUse {
  return { kind: 17, name };
}

function joined(name: string): PipeUse {
  return { kind: 18, name };
}

function service(file: string, line = `${SYSTEM32}\\${file}`): Program {
  return program(inSystem(file), [line]);
}

function hosted(group: string, name: string): Program {
  return service('svchost.exe', `${SYSTEM32}\\svchost.exe -k ${group} -p -s ${name}`);
}

function brief(image: string, lines: readonly string[], more: Partial<Program> = {}): Program {
  return program(image, lines, { life: { median: 3, sigma: 1.1 }, ...more });
}

/** Services of every host, in the order in which they start. */
export const SERVICES = {
  system: program('System', ['System'], { libraries: [] }),
  smss: service('smss.exe', '\\SystemRoot\\System32\\smss.exe'),
  csrss: service('csrss.exe'),
  wininit: service('wininit.exe', 'wininit.exe'),
  services: service('services.exe'),
  lsass: service('lsass.exe'),
  winlogon: service('winlogon.exe', 'winlogon.exe'),
  launcher: hosted('DcomLaunch', 'PlugPlay'),
  dnscache: hosted('NetworkService', 'Dnscache'),
  time: hosted('LocalService', 'W32Time'),
  schedule: hosted('netsvcs', 'Schedule'),
  policy: hosted('netsvcs', 'gpsvc'),
  update: hosted('netsvcs', 'wuauserv'),
  discovery: hosted('LocalServiceAndNoImpersonation', 'SSDPSRV'),
  spooler: service('spoolsv.exe'),
  defender: program('C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\MsMpEng.exe', [
    'MsMpEng.exe',
  ]),
  agent: program('C:\\Program Files\\Lantern\\lanternd.exe', [
    '"C:\\Program Files\\Lantern\\lanternd.exe" --service --site {host}',
  ]),
} as const satisfies Record<string, Program>;

export type ServiceName = keyof typeof SERVICES;

/** What a server runs besides, by what it is for. */
export const SERVER_SERVICES = {
  dns: service('dns.exe'),
  mailstore: program('C:\\Program Files\\Postfall\\mailstore.exe', [
    'mailstore.exe --config mail.ini',
  ]),
  relay: program('C:\\Program Files\\Postfall\\relay.exe', ['relay.exe --queue D:\\queue']),
  webProxy: program('C:\\Program Files\\Relaygate\\relaygate.exe', [
    'relaygate.exe -f relaygate.conf',
  ]),
  database: program('C:\\Program Files\\Stonewell\\Binn\\stonewell.exe', ['stonewell.exe -sMAIN']),
} as const satisfies Record<string, Program>;

export type ServerServiceName = keyof typeof SERVER_SERVICES;

/** What a person runs. */
export const PROGRAMS = {
  userinit: brief(inSystem('userinit.exe'), [`${SYSTEM32}\\userinit.exe`], {
    life: { median: 25, sigma: 0.1 },
  }),
  explorer: program('C:\\Windows\\explorer.exe', ['C:\\Windows\\Explorer.EXE'], {
    libraries: [...BASE, ...SCREEN],
    keys: [
      'HKU\\S-1-5-21-{n}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\UserAssist\\{guid}',
    ],
  }),
  browser: program(EDGE, [`"${EDGE}" --profile-directory=Default`], {
    libraries: [...BASE, ...NETWORK, ...SCREEN],
    files: ['C:\\Users\\{user}\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\{guid}.tmp'],
    pipes: ['\\crashpad_{n}_{hex}', '\\mojo.{n}.{n}.{hex}'].map(made),
  }),
  tab: program(
    EDGE,
    [`"${EDGE}" --type=renderer --lang=en-GB --renderer-client-id={n} /prefetch:1`],
    {
      life: { median: 150, sigma: 1.3 },
      files: [
        'C:\\Users\\{user}\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache\\f_{hex}',
      ],
      pipes: [made('\\mojo.{n}.{n}.{hex}'), joined('\\mojo.{n}.{n}.{hex}')],
    },
  ),
  mail: program(`${OFFICE}\\OUTLOOK.EXE`, [`"${OFFICE}\\OUTLOOK.EXE"`], {
    libraries: [...OFFICE_PARTS, ...NETWORK],
    files: ['C:\\Users\\{user}\\AppData\\Local\\Microsoft\\Outlook\\{user}.ost.tmp'],
  }),
  writer: program(
    `${OFFICE}\\WINWORD.EXE`,
    [`"${OFFICE}\\WINWORD.EXE" /n "C:\\Users\\{user}\\Documents\\{doc}.docx"`],
    {
      life: { median: 420, sigma: 1 },
      libraries: OFFICE_PARTS,
      files: [
        'C:\\Users\\{user}\\Documents\\~WRD{n}.tmp',
        'C:\\Users\\{user}\\AppData\\Local\\Temp\\{guid}.tmp',
      ],
      keys: ['HKU\\S-1-5-21-{n}\\Software\\Microsoft\\Office\\16.0\\Word\\File MRU\\Item 1'],
    },
  ),
  sheet: program(
    `${OFFICE}\\EXCEL.EXE`,
    [`"${OFFICE}\\EXCEL.EXE" "\\\\fileserver\\{word}\\{doc}.xlsx"`],
    {
      life: { median: 540, sigma: 1 },
      libraries: OFFICE_PARTS,
      files: ['C:\\Users\\{user}\\AppData\\Roaming\\Microsoft\\Office\\Recent\\{doc}.LNK'],
      keys: ['HKU\\S-1-5-21-{n}\\Software\\Microsoft\\Office\\16.0\\Excel\\File MRU\\Item 1'],
    },
  ),
  ledger: program(
    'C:\\Program Files\\Stonewell\\ledger.exe',
    ['"C:\\Program Files\\Stonewell\\ledger.exe" --year {n}'],
    {
      life: { median: 200, sigma: 0.8 },
      libraries: [...BASE, ...SCREEN, 'C:\\Program Files\\Stonewell\\client.dll'],
      keys: ['HKU\\S-1-5-21-{n}\\Software\\Stonewell\\Ledger\\LastBook'],
    },
  ),
  notepad: brief(
    inSystem('notepad.exe'),
    [`"${SYSTEM32}\\notepad.exe" C:\\Users\\{user}\\Desktop\\{word}.txt`],
    {
      life: { median: 90, sigma: 1.2 },
      libraries: SCREEN,
      files: ['C:\\Users\\{user}\\Desktop\\{word}.txt'],
    },
  ),
  shell: program(inSystem('cmd.exe'), [`"${SYSTEM32}\\cmd.exe"`], {
    life: { median: 240, sigma: 0.8 },
  }),
  powershell: program(
    inSystem('WindowsPowerShell\\v1.0\\powershell.exe'),
    [
      `"${SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe"`,
      'powershell.exe -File C:\\Tools\\{word}.ps1',
    ],
    {
      life: { median: 200, sigma: 1 },
      libraries: [...BASE, ...NETWORK],
      files: ['C:\\Users\\{user}\\AppData\\Local\\Temp\\__PSScriptPolicyTest_{hex}.ps1'],
      pipes: ['\\PSHost.{n}.{n}.DefaultAppDomain.powershell'].map(made),
    },
  ),
} as const satisfies Record<string, Program>;

/** Short tools that a person types. */
export const TOOLS: readonly Program[] = [
  brief(inSystem('ipconfig.exe'), ['ipconfig /all', 'ipconfig'], {
    life: { median: 0.3, sigma: 0.5 },
  }),
  brief(inSystem('whoami.exe'), ['whoami', 'whoami /groups'], {
    life: { median: 0.2, sigma: 0.5 },
    pipes: ['\\lsass'].map(joined),
  }),
  brief(inSystem('net.exe'), ['net use', 'net view \\\\fileserver'], {
    life: { median: 0.6, sigma: 0.7 },
    pipes: ['\\wkssvc', '\\srvsvc'].map(joined),
  }),
  brief(inSystem('find.exe'), ['find "{word}" {doc}.log'], { life: { median: 1, sigma: 1 } }),
  brief('C:\\Program Files\\Git\\cmd\\git.exe', ['git status', 'git pull', 'git log -{n}'], {
    life: { median: 1.4, sigma: 0.9 },
    files: ['C:\\Users\\{user}\\source\\{word}\\.git\\index.lock'],
  }),
];

/** Tasks that Windows starts by itself: by the scheduler or the launcher. */
export const TASKS: readonly Program[] = [
  brief(
    inSystem('taskhostw.exe'),
    ['taskhostw.exe', 'taskhostw.exe KEYROAMING', 'taskhostw.exe SYSTEM'],
    {
      life: { median: 20, sigma: 1 },
      pipes: ['\\wkssvc'].map(joined),
    },
  ),
  brief(
    inSystem('backgroundTaskHost.exe'),
    [`"${SYSTEM32}\\backgroundTaskHost.exe" -ServerName:App.{hex}`],
    {
      life: { median: 12, sigma: 0.8 },
      libraries: [...BASE, ...NETWORK],
      keys: ['\\REGISTRY\\A\\{guid}\\LocalState\\LastRun'],
    },
  ),
  brief(inSystem('RuntimeBroker.exe'), [`${SYSTEM32}\\RuntimeBroker.exe -Embedding`], {
    life: { median: 60, sigma: 1 },
  }),
  brief(inSystem('dllhost.exe'), [`${SYSTEM32}\\DllHost.exe /Processid:{guid}`], {
    life: { median: 6, sigma: 0.7 },
  }),
  brief(
    'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\MpCmdRun.exe',
    ['MpCmdRun.exe Scan -ScheduleJob'],
    {
      life: { median: 35, sigma: 0.9 },
      files: ['C:\\Windows\\Temp\\MpCmdRun-{hex}.log'],
    },
  ),
  brief(inSystem('wermgr.exe'), [`${SYSTEM32}\\wermgr.exe -upload`], {
    life: { median: 5, sigma: 0.6 },
    files: ['C:\\ProgramData\\Microsoft\\Windows\\WER\\ReportQueue\\{guid}'],
    libraries: [...BASE, ...NETWORK],
  }),
  brief(inSystem('conhost.exe'), [`${SYSTEM32}\\conhost.exe 0xffffffff -ForceV1`], {
    life: { median: 8, sigma: 0.6 },
  }),
];

/** What installs updates. */
export const INSTALLER: Program = brief(
  'C:\\Windows\\servicing\\TrustedInstaller.exe',
  ['C:\\Windows\\servicing\\TrustedInstaller.exe'],
  {
    life: { median: 150, sigma: 0.6 },
    files: [
      'C:\\Windows\\SoftwareDistribution\\Download\\{hex}\\{guid}.cab',
      'C:\\Windows\\Temp\\{hex}.tmp',
    ],
    keys: [
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\SessionIdHigh',
      'HKLM\\SYSTEM\\CurrentControlSet\\Services\\TrustedInstaller\\Start',
    ],
  },
);

/** What services write now and then, in bursts. */
export const CHATTER = {
  keys: [
    'HKLM\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\SecureTimeLimits\\RunTime\\SecureTimeTickCount',
    'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\\Interfaces\\{guid}\\LeaseObtainedTime',
    'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tasks\\{guid}\\DynamicInfo',
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\LastOnline',
    'HKLM\\SOFTWARE\\Lantern\\Inventory\\Round{n}',
  ],
  files: [
    'C:\\Windows\\Prefetch\\SVCHOST.EXE-{hex}.pf',
    'C:\\Windows\\System32\\LogFiles\\WMI\\{word}.etl',
    'C:\\ProgramData\\Lantern\\spool\\{guid}.json',
    'C:\\Windows\\SoftwareDistribution\\DataStore\\Logs\\edb{n}.log',
  ],
} as const;
