import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { TextKind } from '../../../../evaluators/text/text-columns.ts';
import { templateOf } from '../../../../evaluators/text/text-template.ts';

describe('templateOf', () => {
  const cases: readonly (readonly [TextKind, string, string])[] = [
    ['path', 'C:\\Windows\\System32\\svchost.exe', 'C:\\Windows\\System32\\svchost.exe'],
    ['path', 'C:\\Users\\someone\\a 7.txt', 'C:\\Users\\<user>\\a <n>.txt'],
    ['path', '/home/someone/x', '/home/<user>/x'],
    [
      'path',
      '\\REGISTRY\\A\\{3a76ac9c-fdda-862a-cf1a-705d48e448cb}\\State',
      '\\REGISTRY\\A\\<guid>\\State',
    ],
    ['path', 'HKU\\S-1-5-21-1-22-333-1104\\Software', 'HKU\\<sid>\\Software'],
    ['path', 'HKU\\S-1-5-18\\Software', 'HKU\\S-<n>-<n>-<n>\\Software'],
    ['text', '"C:\\Program Files\\A\\b.exe" -p 80', '"<path.exe>" -p <n>'],
    ['text', 'C:\\x\\y.DLL,Run 10.0.0.7', '<path.dll>,Run <ip>'],
    ['text', 'ping fe80:1:2:3:4:5:6:7', 'ping <ip>'],
    ['text', 'conhost.exe 0xffffffff -ForceV1', 'conhost.exe <hex> -ForceV1'],
    ['text', 'smss.exe 00000114 000000cc', 'smss.exe <hex> <hex>'],
    ['text', '-enc SQBGACgAJABQAFMAVgBlAHIAUwBpAE8A', '-enc <base64>'],
    ['text', 'averyveryverylongwordwithoutdigits', 'averyveryverylongwordwithoutdigits'],
    ['fqdn', 'ws12.corp.example', 'a0.a.a'],
    ['user', 'NT AUTHORITY\\System', 'A A\\Aa'],
  ];

  for (const [kind, text, template] of cases) {
    it(`should read ${kind} ${text} as ${template}`, () => {
      expect(templateOf(text, kind)).to.equal(template);
    });
  }
});
