// What a test file leaves behind is cleared away when it ends. Test files share a process and its modules (see
// vitest.config.ts), so that an `afterAll` at the top of a shared module would only run for the first of them.
import { afterAll, vi } from "vitest";

const tasks: (() => unknown)[] = [];

/** Runs a task after the last test of the file that is running; the latest first. */
export const atEnd = (task: () => unknown): void => void tasks.push(task);

/** The set-up of every test file. */
export function clearAway(): void {
  afterAll(async () => {
    vi.unstubAllEnvs();
    const failures: unknown[] = [];
    for (const task of tasks.splice(0).reverse())
      try {
        await task();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  });
}
