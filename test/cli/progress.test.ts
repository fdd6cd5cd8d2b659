// The bar on a terminal: it fits, and what is said beside it is not cut.
import { afterEach, expect, it, vi } from "vitest";
import { barLine, openProgress, type ShownProgress } from "../../src/cli/run/progress.js";

const progress: ShownProgress = {
  verb: "judged",
  tasks: 805,
  doneBefore: 100,
  succeeded: () => 250,
  failed: () => 12,
  unasked: () => 0,
  asking: () => ({ stored: 40, requests: 222, costUsd: 1.234 }) as ReturnType<ShownProgress["asking"]>,
};

afterEach(() => vi.restoreAllMocks());

it.each([30, 40, 60, 80, 120])("never fills %i columns, and keeps the time left", (columns) => {
  const line = barLine(progress, Date.now() - 60_000, columns);
  expect(line.length).toBeLessThan(columns);
  expect(line).toMatch(/44 % 250 judged.* 2 min left$/);
});

it("shortens its bar before its facts", () => {
  const at = (columns: number) => barLine(progress, Date.now() - 60_000, columns);
  const facts = "44 % 250 judged, 12 failed, $1.23, 40 from the store, 3.7 requests/s, 2 min left";
  expect(at(140)).toBe(`${"█".repeat(18)}${"░".repeat(22)} ${facts}`);
  expect(at(100)).toBe(`${"█".repeat(8)}${"░".repeat(9)} ${facts}`);
  expect(at(84)).toBe(facts);
  expect(at(72)).toBe("44 % 250 judged, 12 failed, $1.23, 40 from the store, 2 min left");
});

it("leaves nothing behind where the terminal becomes narrower, and wraps the line that it shows", () => {
  vi.useFakeTimers();
  const { stderr } = process;
  const before = { isTTY: stderr.isTTY, columns: stderr.columns };
  const rows = ["a command"];
  // what a terminal makes of it: a text that is wider than it wraps, with the cursor in its last row
  const wrap = (columns: number) => {
    const last = rows.pop() ?? "";
    rows.push(...(last.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""]));
  };
  vi.spyOn(stderr, "write").mockImplementation((text) => {
    const [, up = "0", rest = ""] = /^\r\u001b\[(?:(\d+)A\u001b\[J|K)(.*)$/s.exec(String(text)) ?? [];
    rows.splice(-1 - Number(up), 1 + Number(up), rest);
    return true;
  });
  Object.assign(stderr, { isTTY: true, columns: 100 });
  rows.push("");
  try {
    const display = openProgress();
    display.start(progress);
    expect(rows[1]).toMatch(/^█.* left$/);
    Object.assign(stderr, { columns: 30 });
    wrap(30);
    expect(rows.length).toBeGreaterThan(3);
    vi.advanceTimersByTime(200);
    expect(rows).toEqual(["a command", expect.stringMatching(/^.{1,29}left$|^.{1,29}$/)]);
    display.stop();
    expect(rows).toEqual(["a command", ""]);
  } finally {
    Object.assign(stderr, before);
    vi.useRealTimers();
  }
});

it("gives its line to what is said, which wraps as any other", () => {
  const { stderr } = process;
  const written: string[] = [];
  vi.spyOn(stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const before = { isTTY: stderr.isTTY, columns: stderr.columns };
  Object.assign(stderr, { isTTY: true, columns: 40 });
  try {
    const display = openProgress();
    display.start(progress);
    display.say("a warning that is longer than the terminal is wide, and needs two lines");
    display.stop();
    display.say("the end");
  } finally {
    Object.assign(stderr, before);
  }
  const esc = String.fromCharCode(27);
  const all = written.join("");
  expect(all.replaceAll(`\r${esc}[K`, "")).not.toContain(esc); // wrapping is never turned off
  expect(all).toContain(
    `\r${esc}[Ka warning that is longer than the terminal is wide, and needs two lines\n`,
  );
  expect(all.endsWith(`\r${esc}[Kthe end\n`) || all.endsWith(`${esc}[Kthe end\n`)).toBe(true);
});
