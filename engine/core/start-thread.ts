import { Worker } from 'node:worker_threads';

/**
 * Starts a module beside the caller as a worker thread, built or from source.
 *
 * From source the thread is told of the compiler first, because it does not inherit it.
 *
 * @param caller the caller's `import.meta.url`
 * @param name file name without its extension, in the caller's folder
 * @param workerData what the thread finds as its `workerData`
 */
export function startThread(caller: string, name: string, workerData?: unknown): Worker {
  const isSource = caller.endsWith('.ts');
  const module = new URL(`${name}.${isSource ? 'ts' : 'js'}`, caller);
  if (!isSource) return new Worker(module, { workerData });
  const code = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(module.href)});
  });`;
  return new Worker(code, { eval: true, workerData });
}
