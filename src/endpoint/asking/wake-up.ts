/** Lets loops sleep until something has changed; each looks for itself what it was. */
export class WakeUp {
  #sleepers: (() => void)[] = [];

  /** Resolves at the next `notify`. */
  readonly wait = (): Promise<void> => new Promise((resolve) => this.#sleepers.push(resolve));

  readonly notify = (): void => {
    const awake = this.#sleepers;
    this.#sleepers = [];
    for (const resolve of awake) resolve();
  };
}
