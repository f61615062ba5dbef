/** Numbers for labels, shared by all samples of a run, so that codes mean the same on each side. */
export interface Codebook {
  /** Code of a label at a place (`table.column`), from 0 in the order first seen. */
  codeOf(place: string, label: string): number;
  /** Number of labels met at a place. */
  size(place: string): number;
}

/** Opens an empty codebook. */
export function createCodebook(): Codebook {
  const places = new Map<string, Map<string, number>>();
  const codeOf = (place: string, label: string) => {
    let codes = places.get(place);
    if (codes === undefined) {
      codes = new Map();
      places.set(place, codes);
    }
    const known = codes.get(label);
    if (known !== undefined) return known;
    codes.set(label, codes.size);
    return codes.size - 1;
  };
  return { codeOf, size: (place) => places.get(place)?.size ?? 0 };
}
