import { createHash } from 'node:crypto';

/** Why one process opens another. */
export const ACCESS_REASONS = ['create', 'console', 'query'] as const;

export type AccessReason = (typeof ACCESS_REASONS)[number];

/** Rights that are asked for: all of them to start a process, few to look at it. */
export const GRANTED_ACCESS: Readonly<Record<AccessReason, readonly string[]>> = {
  create: ['0x1fffff'],
  console: ['0x1fffff'],
  query: ['0x1000', '0x1400', '0x1410'],
};

/** What lies above the caller's own frames: system call first. Offsets are those of one build. */
const ABOVE: Readonly<Record<AccessReason, readonly string[]>> = {
  create: [
    'C:\\Windows\\SYSTEM32\\ntdll.dll+9e664',
    'C:\\Windows\\System32\\KERNELBASE.dll+8e73',
    'C:\\Windows\\System32\\KERNELBASE.dll+71a6',
    'C:\\Windows\\System32\\KERNEL32.DLL+1cbb4',
  ],
  console: [
    'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4',
    'C:\\Windows\\system32\\basesrv.DLL+3c5b',
    'C:\\Windows\\SYSTEM32\\CSRSRV.dll+5645',
  ],
  query: ['C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4', 'C:\\Windows\\System32\\KERNELBASE.dll+2c13e'],
};

/** Where threads begin. */
const BELOW = [
  'C:\\Windows\\System32\\KERNEL32.DLL+17034',
  'C:\\Windows\\SYSTEM32\\ntdll.dll+52651',
];

/** Places in a program from which it opens others. */
export const CALL_SITES = 3;

/**
 * Modules and offsets on the stack of an access, as Sysmon joins them.
 *
 * One image at one place gives one trace: offsets belong to its build.
 *
 * @param place which of the image's `CALL_SITES`
 */
export function callTrace(reason: AccessReason, image: string, place: number): string {
  if (reason === 'console')
    return [...ABOVE.console, 'C:\\Windows\\SYSTEM32\\ntdll.dll+6cedf'].join('|');
  const own = [0, 1].map((frame) => `${image}+${offsetIn(image, `${reason} ${place} ${frame}`)}`);
  return [...ABOVE[reason], ...own, ...BELOW].join('|');
}

function offsetIn(image: string, what: string): string {
  return createHash('md5').update(`${image} ${what}`).digest('hex').replace(/^0+/, '').slice(0, 5);
}
