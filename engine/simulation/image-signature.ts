/** Who signed an image; null where nobody did. */
export function signerOf(image: string): string | null {
  return SIGNERS.find(([start]) => image.startsWith(start))?.[1] ?? 'Microsoft Windows';
}

/** By where the image lies; all else comes with Windows. */
const SIGNERS: readonly (readonly [start: string, signer: string | null])[] = [
  ['C:\\Program Files\\Microsoft Office\\', 'Microsoft Corporation'],
  ['C:\\Program Files (x86)\\Microsoft\\', 'Microsoft Corporation'],
  ['C:\\Program Files\\Lantern\\', 'Lantern Systems Ltd'],
  ['C:\\Program Files\\Git\\', 'Johannes Example'],
  ['C:\\Program Files\\Stonewell\\', null],
  ['C:\\Program Files\\', null],
];
