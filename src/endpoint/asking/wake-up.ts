/** Lets loops sleep until something has changed; each looks for itself what it was. */
export interface WakeUp {
  /** Resolves at the next `notify`. */
  wait(): Promise<void>;
  notify(): void;
}

export function createWakeUp(): WakeUp {
  let sleepers: (() => void)[] = [];
  return {
    wait: () => new Promise((resolve) => sleepers.push(resolve)),
    notify() {
      const awake = sleepers;
      sleepers = [];
      for (const resolve of awake) resolve();
    },
  };
}
