import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { compileRules } from '../../../../evaluators/sigma/compile-rules.ts';
import { loadSigmaRules } from '../../../../evaluators/sigma/load-sigma-rules.ts';
import { eventOf, type Fields } from './matching-event.ts';

const FOLDER = join(import.meta.dirname, '../../../../scenarios/sigma');
const SYSTEM32 = 'C:\\Windows\\System32';
const POWERSHELL = `${SYSTEM32}\\WindowsPowerShell\\v1.0\\powershell.exe`;
const OUTLOOK = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE';
const ENCODED = Buffer.from('IEX (New-Object X)', 'utf16le').toString('base64');

const { rules, refusals } = loadSigmaRules(
  readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') })),
);
const matcher = compileRules(rules);

describe('shipped sigma rules', () => {
  it('should all be evaluated, be ours and have an id of their own', () => {
    expect(refusals).to.deep.equal([]);
    expect(rules.map(({ license }) => license)).to.deep.equal(rules.map(() => 'Apache-2.0'));
    expect(new Set(rules.map(({ id }) => id)).size).to.equal(rules.length);
  });

  const cases: readonly [rule: string, eventId: number, met: Fields, missed: Fields][] = [
    ['account-discovery', 1, { Image: `${SYSTEM32}\\whoami.exe` }, { Image: 'C:\\iam.exe' }],
    [
      'group-discovery',
      1,
      ...besides(
        { Image: 'C:\\whoami.exe', ParentImage: 'C:\\cmd.exe', CommandLine: 'whoami /groups' },
        { ParentImage: 'C:\\explorer.exe' },
      ),
    ],
    [
      'network-discovery',
      1,
      { Image: 'C:\\net.exe', CommandLine: 'net view \\\\fileserver' },
      { Image: 'C:\\net.exe', CommandLine: 'net use' },
    ],
    [
      'script-from-shell',
      1,
      ...besides(
        { Image: POWERSHELL, CommandLine: 'powershell.exe -File C:\\Tools\\a.ps1' },
        { CommandLine: 'powershell.exe -File "C:\\Program Files\\a.ps1"' },
      ),
    ],
    [
      'script-policy-file',
      11,
      ...besides(
        { Image: POWERSHELL, TargetFilename: 'C:\\Temp\\__PSScriptPolicyTest_1a.ps1' },
        { TargetFilename: 'C:\\Temp\\a.ps1' },
      ),
    ],
    [
      'service-start-changed',
      13,
      { TargetObject: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\x\\Start' },
      { TargetObject: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\x\\Type' },
    ],
    [
      'outward-office-connection',
      3,
      ...besides(
        { Image: OUTLOOK, Initiated: 'true', DestinationIp: '198.51.100.7' },
        { DestinationIp: '10.0.0.7' },
      ),
    ],
    [
      'web-without-browser',
      3,
      ...besides(
        { Image: 'C:\\a.exe', Initiated: 'true', DestinationIp: '2001:db8::1' },
        { Image: 'C:\\msedge.exe' },
        { DestinationPort: '443' },
      ),
    ],
    [
      'uncommon-high-port',
      3,
      ...besides({ Initiated: 'true', DestinationPort: '12345' }, { DestinationPort: '50000' }),
    ],
    ['failed-name-lookup', 22, { QueryStatus: '9003' }, { QueryStatus: '0' }],
    [
      'encoded-command',
      1,
      ...besides(
        { Image: POWERSHELL, CommandLine: `powershell /enc ${ENCODED}` },
        { CommandLine: 'powershell -enc QQA=' },
      ),
    ],
  ];
  for (const [rule, eventId, met, missed] of cases) {
    it(`should fire where it is meant to: ${rule}`, () => {
      expect(firing(met, eventId)).to.include(`${rule}.yml`);
      expect(firing(missed, eventId)).not.to.include(`${rule}.yml`);
    });
  }

  it('should all be tried here', () => {
    expect(cases.map(([rule]) => `${rule}.yml`)).to.have.members(rules.map(({ path }) => path));
  });
});

/** An event, and the same with some fields changed. */
function besides(met: Fields, changed: Fields, shared: Fields = {}): [Fields, Fields] {
  return [
    { ...met, ...shared },
    { ...met, ...shared, ...changed },
  ];
}

function firing(fields: Fields, eventId: number): string[] {
  const fired: string[] = [];
  matcher.match(eventOf(fields, eventId), (at) => fired.push(rules[at]!.path));
  return fired;
}
