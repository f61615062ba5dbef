/** Events of the process on which a loaded library might listen. */
const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Runs a task and takes away the listeners that it left on the process.
 *
 * Emscripten's start-up code listens for uncaught errors and throws them anew, which would change
 * how the program that uses this library ends.
 */
export async function keepListeners<T>(task: () => Promise<T>): Promise<T> {
  const before = EVENTS.map((event) => new Set(process.rawListeners(event)));
  try {
    return await task();
  } finally {
    EVENTS.forEach((event, index) => {
      for (const listener of process.rawListeners(event)) {
        if (before[index]?.has(listener) !== true) {
          process.off(event, listener as (...values: unknown[]) => void);
        }
      }
    });
  }
}
