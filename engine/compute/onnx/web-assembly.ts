/** Linear memory of a fixed size. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}

/** What is used of WebAssembly, which the types of Node leave out. */
interface WebAssemblyApi {
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
  }) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, object>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly');
