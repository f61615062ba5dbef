/** Value types. @see WebAssembly core specification 2.0, part 5.3 */
export const INT = 0x7f;
export const FLOAT = 0x7d;
export const VECTOR = 0x7b;

/** Bytes of the instructions that are used. @see WebAssembly core specification 2.0, part 5.4 */
export const OP = {
  loop: [0x03, 0x40],
  end: [0x0b],
  branchIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  int: (value: number) => [0x41, ...signed(value)],
  below: [0x49],
  addInts: [0x6a],
  shiftLeft: [0x74],
  loadInt: [0x28, 2, 0],
  loadFloat: [0x2a, 2, 0],
  load: (offset: number) => [0xfd, 0x00, 2, offset],
  store: (offset: number) => [0xfd, 0x0b, 2, offset],
  splat: [0xfd, 0x13],
  loadSplat: [0xfd, 0x09, 2, 0],
  and: [0xfd, 0x4e],
  greater: [0xfd, 0x44],
  negate: [0xfd, 0xe1, 0x01],
  sqrt: [0xfd, 0xe3, 0x01],
  add: [0xfd, 0xe4, 0x01],
  multiply: [0xfd, 0xe6, 0x01],
  subtract: [0xfd, 0xe5, 0x01],
  divide: [0xfd, 0xe7, 0x01],
  maximum: [0xfd, 0xe9, 0x01],
  nearest: [0xfd, 0x6a],
  toInts: [0xfd, 0xf8, 0x01],
  addIntVectors: [0xfd, 0xae, 0x01],
  shiftInts: [0xfd, 0xab, 0x01],
  floats: (value: number) => [0xfd, 0x0c, ...repeated(new Float32Array(4).fill(value))],
  ints: (value: number) => [0xfd, 0x0c, ...repeated(new Int32Array(4).fill(value))],
} as const;

const repeated = (lanes: Float32Array | Int32Array) => [...new Uint8Array(lanes.buffer)];

function signed(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]) => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, items: readonly (readonly number[])[]) => [id, ...sized(list(items))];
const text = (value: string) => sized([...new TextEncoder().encode(value)]);

const body = (locals: readonly (readonly number[])[], code: readonly number[]) =>
  sized([
    ...list(locals.map(([count = 0, type = INT]) => [...unsigned(count), type])),
    ...code,
    ...OP.end,
  ]);
const signature = (parameters: readonly number[]) => [
  0x60,
  ...list(parameters.map((type) => [type])),
  0,
];

/** A function of the module, by the name under which it is exported. */
export interface WasmFunction {
  readonly name: string;
  /** Types of its parameters; it returns nothing. */
  readonly of: readonly number[];
  /** Further locals: how many of which type. */
  readonly locals: readonly (readonly [number, number])[];
  readonly code: readonly number[];
}

/** Linear memory. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** What is used of WebAssembly, which the types of Node leave out. */
interface WebAssemblyApi {
  readonly Memory: new (pages: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

const api: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly');

/** Bytes of a page. */
export const PAGE = 65_536;

/** A memory of so many pages. */
export function openMemory(pages: number): WasmMemory {
  return new api.Memory({ initial: pages });
}

/** A compiled function: addresses and numbers in, nothing out. */
export type WasmKernel = (...numbers: readonly number[]) => void;

/** Compiles functions over a memory. @returns by name */
export function openModule(
  functions: readonly WasmFunction[],
  memory: WasmMemory,
): Readonly<Record<string, WasmKernel>> {
  const module = new api.Module(encodeModule(functions));
  const { exports } = new api.Instance(module, { host: { memory } });
  return exports as Readonly<Record<string, WasmKernel>>;
}

/** The bytes of a module over the imported memory `host.memory`. */
function encodeModule(functions: readonly WasmFunction[]): Uint8Array {
  const bodies = functions.map(({ locals, code }) => body(locals, code));
  const exported = functions.map(({ name }, at) => [...text(name), 0x00, ...unsigned(at)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map((one) => signature(one.of)),
    ),
    ...section(2, [[...text('host'), ...text('memory'), 0x02, 0x00, 1]]),
    ...section(
      3,
      functions.map((_, at) => unsigned(at)),
    ),
    ...section(7, exported),
    ...section(10, bodies),
  ]);
}
