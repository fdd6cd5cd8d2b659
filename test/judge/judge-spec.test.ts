import { describe, expect, it } from "vitest";
import { InputError } from "../../src/core/errors.js";
import { parseJudgeSpec } from "../../src/judge/judge-spec.js";

const valid = {
  schema_version: 1,
  description: "d",
  comparable: "c",
  model: "m-1",
  sampling: { temperature: 0, extra: { top_k: 1 } },
  protocol: { name: "verdict" },
};

function problems(json: unknown): string[] {
  try {
    parseJudgeSpec(json, "judge.json");
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
}

describe("parseJudgeSpec", () => {
  it("fills in the defaults and sends extra parameters as they are", () => {
    expect(parseJudgeSpec(valid, "judge.json")).toEqual({
      kind: "judge",
      description: "d",
      comparable: "c",
      model: "m-1",
      prompt: "prompt.md",
      order: "random",
      labels: { first: "A", second: "B" },
      sampling: { temperature: 0, top_k: 1 },
      minLabelShare: undefined,
      protocol: { name: "verdict", options: {} },
    });
  });

  it.each([
    [{ ...valid, schema_version: 2 }, /schema_version: must be 1/],
    [{ ...valid, model: undefined }, /model: /],
    [{ ...valid, temprature: 1 }, /unknown key "temprature"; known keys: .*model, prompt, labels/],
    [{ ...valid, base_url: "x" }, /names no host and no key/],
    [{ ...valid, api_key_env: "x" }, /names no host and no key/],
    [
      { ...valid, sampling: { max_token: 1 } },
      /sampling: unknown key "max_token".*max_tokens, max_completion_tokens/,
    ],
    [{ ...valid, sampling: { max_tokens: 1, max_completion_tokens: 1 } }, /sampling.max_tokens: .*not both/],
    [{ ...valid, sampling: { top_logprobs: 21 } }, /sampling.top_logprobs: .*20/],
    [{ ...valid, sampling: { extra: { messages: [] } } }, /sampling.extra: may not hold messages/],
    [{ ...valid, order: "sometimes" }, /order: .*"random"\|"both"/],
    [{ ...valid, labels: { first: "A", second: "A" } }, /labels: .*differ/],
    [{ ...valid, protocol: { name: "guess" } }, /protocol.name: .*"logprobs"\|"verdict"/],
    [
      { ...valid, protocol: { name: "verdict5", strength: "x" } },
      /protocol.strength: .*"ordinal"\|"ignored"/,
    ],
    [{ ...valid, protocol: { name: "verdict", odd: 1 } }, /protocol: .*odd/],
    [{ ...valid, protocol: { name: "label", values: { a: 1 } } }, /protocol.values: needs two labels/],
    [{ ...valid, protocol: { name: "logprobs" } }, /sampling.top_logprobs: .*"logprobs": true/],
    [{ ...valid, prompt: "../p.md" }, /prompt: must stay inside/],
    [{ ...valid, prompt: "/p.md" }, /prompt: must be relative/],
    [{ ...valid, prompt: "C:\\p.md" }, /prompt: must be relative/],
    [null, /expected object/],
  ])("says what is wrong with %j", (json, message) => expect(problems(json).join("\n")).toMatch(message));

  it("names every problem at once", () => {
    expect(problems({ ...valid, order: "x", model: "", sampling: { temperature: 3 } })).toHaveLength(3);
  });

  it("reads pools and juries", () => {
    const panel = { schema_version: 1, description: "d", comparable: "c", kind: "jury" };
    const members = [{ judge: "verdict" }, { judge: "cot", model: "m-2", weight: 2 }, { judge: "label" }];
    expect(parseJudgeSpec({ ...panel, members }, "j")).toMatchObject({
      kind: "jury",
      combine: "mean",
      quorum: 2,
      members: [{ judge: "verdict", weight: 1 }, { model: "m-2", weight: 2 }, {}],
    });
    expect(problems({ ...panel, members: members.slice(0, 1) })).toHaveLength(1);
    expect(problems({ ...panel, members, quorum: 4 })[0]).toMatch(/quorum: must not be larger/);
    expect(problems({ ...panel, members: [{ judge: "../x" }, { judge: "cot" }] })[0]).toMatch(
      /members.0.judge/,
    );
  });
});
