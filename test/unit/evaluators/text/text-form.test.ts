import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { TextKind } from '../../../../evaluators/text/text-columns.ts';
import { formOf } from '../../../../evaluators/text/text-form.ts';

describe('formOf', () => {
  const cases: readonly (readonly [TextKind, string, string])[] = [
    ['path', 'C:\\Windows\\System32\\a.exe', 'drive'],
    ['path', 'C:\\a\\b.txt:Zone.Identifier', 'drive'],
    ['path', 'C:\\a\\b?.txt', 'invalid'],
    ['path', 'word\\other\\third', 'invalid'],
    ['path', 'HKLM\\System\\Current:Set', 'registry'],
    ['path', 'HKCR', 'registry'],
    ['path', '\\??\\C:\\windows\\system32\\conhost.exe', 'device'],
    ['path', '\\Device\\HarddiskVolume2\\x', 'device'],
    ['path', '\\\\server\\share\\x.txt', 'share'],
    ['path', '\\lsass', 'pipe'],
    ['path', '<Anonymous Pipe>', 'pipe'],
    ['path', '%SystemRoot%\\x.exe', 'variable'],
    ['path', '/usr/bin/env', 'unix'],
    ['path', 'System', 'named'],
    ['fqdn', 'ws1.corp.example', 'name'],
    ['fqdn', '_ldap._tcp.corp.example', 'service'],
    ['fqdn', 'localhost', 'single label'],
    ['fqdn', '-a.example', 'invalid'],
    ['fqdn', `${'a'.repeat(64)}.example`, 'invalid'],
    ['fqdn', 'a..example', 'invalid'],
    ['fqdn', '10.0.0.1', 'invalid'],
    ['user', 'NT AUTHORITY\\SYSTEM', 'domain'],
    ['user', 'a\\b\\c', 'invalid'],
    ['user', 'someone@corp.example', 'mail'],
    ['user', 'someone', 'plain'],
    ['text', 'anything at all', 'text'],
  ];

  for (const [kind, text, form] of cases) {
    it(`should take ${kind} ${text.slice(0, 40)} for ${form}`, () => {
      expect(formOf(text, kind)).to.equal(form);
    });
  }
});
