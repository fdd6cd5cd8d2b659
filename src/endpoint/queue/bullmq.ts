// BullMQ and ioredis, as far as they are used: packages that are installed beside lceval by who wants a queue, and loaded on
// demand. BullMQ ends a job and keeps its result in one script of Redis, so an ended job is the mark and the reply at once.
import { JudgeUnusableError, UsageError } from "../../core/errors.js";
import { toPublicUrl } from "../client/endpoint-address.js";

export interface RedisClient {
  connect(): Promise<void>;
  eval(script: string, keys: number, ...given: (string | number)[]): Promise<unknown>;
  set(key: string, value: string, ...options: (string | number)[]): Promise<"OK" | null>;
  get(key: string): Promise<string | null>;
  on(event: "error", listener: (error: unknown) => void): void;
  disconnect(): void;
}

export interface QueuedJob {
  readonly id: string;
  readonly data: unknown;
  readonly returnvalue: unknown;
  getState(): Promise<string>;
}

export interface JobQueue {
  add(name: string, data: object, options: object): Promise<unknown>;
  addBulk(jobs: readonly { name: string; data: object; opts: object }[]): Promise<unknown>;
  getJob(id: string): Promise<QueuedJob | undefined>;
  getCompleted(from: number, to: number): Promise<readonly QueuedJob[]>;
  getWorkersCount(): Promise<number>;
  /** 0 where a worker has it. */
  remove(id: string): Promise<number>;
  on(event: "error", listener: (error: unknown) => void): void;
  close(): Promise<void>;
}

interface JobEvents {
  waitUntilReady(): Promise<unknown>;
  on(event: "completed", listener: (ended: { jobId: string; returnvalue: unknown }) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  close(): Promise<void>;
}

interface JobWorker {
  on(event: "error", listener: (error: unknown) => void): void;
  close(): Promise<void>;
}

interface Packages {
  readonly Queue: new (name: string, options: object) => JobQueue;
  readonly QueueEvents: new (name: string, options: object) => JobEvents;
  readonly Worker: new (
    name: string,
    work: (job: QueuedJob) => Promise<unknown>,
    options: object,
  ) => JobWorker;
  readonly Redis: new (url: string, options: object) => RedisClient;
}

/** The name of the queue in its Redis; another database of it (`redis://host/1`) is another queue. */
const queueName = "lceval";

export interface OpenQueue {
  /** Its URL without user and password. */
  readonly shownUrl: string;
  readonly redis: RedisClient;
  readonly queue: JobQueue;
  openEvents(): JobEvents;
  openWorker(work: (job: QueuedJob) => Promise<unknown>, options: object): JobWorker;
  close(): Promise<void>;
}

/** @throws UsageError (exit 2) without the packages, JudgeUnusableError (exit 4) where no Redis answers */
export async function openQueue(url: string): Promise<OpenQueue> {
  const { Queue, QueueEvents, Worker, Redis } = await loadPackages();
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError("the queue is no URL of a Redis", { hint: "it looks like redis://localhost:6379" });
  const shownUrl = toPublicUrl(url);
  const clients: RedisClient[] = [];
  const connect = (options: object): RedisClient => {
    const client = new Redis(url, options);
    client.on("error", () => {}); // it connects again by itself
    clients.push(client);
    return client;
  };
  const close = () => {
    for (const client of clients) client.disconnect();
  };
  const probe = connect({ lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  await probe.connect().catch((error: unknown) => {
    close();
    throw new JudgeUnusableError(`no Redis answers at ${shownUrl}: ${(error as Error).message}`, {
      hint: "check --queue, and that the server runs",
    });
  });
  probe.disconnect();
  const settings = () => ({ connection: connect({ maxRetriesPerRequest: null }) });
  const quiet = <Part extends { on(event: "error", listener: () => void): void }>(part: Part): Part => {
    part.on("error", () => {});
    return part;
  };
  const queue = quiet(new Queue(queueName, settings()));
  return {
    shownUrl,
    redis: connect({ maxRetriesPerRequest: null }),
    queue,
    openEvents: () => quiet(new QueueEvents(queueName, settings())),
    openWorker: (work, options) => quiet(new Worker(queueName, work, { ...settings(), ...options })),
    async close() {
      await queue.close();
      close();
    },
  };
}

async function loadPackages(): Promise<Packages> {
  // not to be found by a compiler: nobody has to install them
  const names = ["bullmq", "ioredis"] as const;
  try {
    const [bullmq, ioredis] = await Promise.all(names.map((name) => import(name)));
    return { ...bullmq, Redis: ioredis.Redis } as Packages;
  } catch (cause) {
    throw new UsageError("a queue needs the packages bullmq and ioredis, and they are not installed", {
      hint: "npm install bullmq@6 ioredis@5, where lceval is installed",
      cause,
    });
  }
}

const registeredSeconds = 60;

/**
 * All that ask and answer over one queue do it for one endpoint: replies are kept under its address.
 *
 * @returns renews the registration until it is stopped
 * @throws UsageError (exit 2) where another endpoint is registered
 */
export async function registerEndpoint(
  { redis, shownUrl }: OpenQueue,
  publicUrl: string,
): Promise<() => void> {
  const key = `${queueName}:endpoint`;
  const renew = async () => {
    const isFirst = await redis.set(key, publicUrl, "EX", registeredSeconds, "NX");
    const registered = isFirst ? publicUrl : await redis.get(key);
    if (registered !== null && registered !== publicUrl)
      throw new UsageError(`the queue ${shownUrl} is for ${registered}, and this is for ${publicUrl}`, {
        hint: `name the same --base-url, or another queue: another database of it, as in ${shownUrl.replace(/\/\d*$/, "")}/1`,
      });
    await redis.set(key, publicUrl, "EX", registeredSeconds);
  };
  await renew();
  const timer = setInterval(() => void renew().catch(() => {}), (1000 * registeredSeconds) / 3);
  timer.unref();
  return () => clearInterval(timer);
}
