import { describe, expect, it } from "vitest";
import { JudgeUnusableError, UsageError } from "../../src/core/errors.js";
import { readEndpointAddress, toPublicUrl } from "../../src/endpoint/client/endpoint-address.js";
import { createRedact, quoteForeignMessage } from "../../src/endpoint/client/redact.js";
import { resolveKey } from "../../src/endpoint/client/resolve-key.js";

describe("redaction", () => {
  it("takes a secret out in every form it may be written", () => {
    const redact = createRedact(['pa ss/wo"rd']);
    const text = `pa ss/wo"rd and pa%20ss%2Fwo%22rd and pa ss/wo\\"rd`;
    expect(redact(text)).toBe("[redacted] and [redacted] and [redacted]");
  });

  it("leaves texts alone where the secret is too short to be one", () => {
    expect(createRedact(["", "x", "none"])("none of the texts")).toBe("none of the texts");
  });

  it("takes out of messages what is shaped like a key, control characters, and length", () => {
    const message = quoteForeignMessage(
      `Incorrect API key provided: sk-proj-abcdef123456\n\u001b[2J Bearer abc.def ${"x".repeat(500)}`,
    );
    expect(message).toContain("Incorrect API key provided: [redacted] \\u001b[2J [redacted] xxx");
    expect(message.length).toBeLessThanOrEqual(301);
  });
});

describe("an endpoint's address", () => {
  it("is public without user, password, query, fragment and last slash", () => {
    expect(toPublicUrl("https://me:pw@host.example:8443/v1/?key=1#x")).toBe("https://host.example:8443/v1");
    expect(toPublicUrl("no URL at all")).toBe("(not a URL)");
  });

  it("keeps what is secret apart", () => {
    const address = readEndpointAddress("https://me:pass%20word@host.example/v1?api-version=2024-10-21");
    expect(address.publicUrl).toBe("https://host.example/v1");
    expect(address.query).toEqual({ "api-version": "2024-10-21" });
    expect(address.basicAuthorization).toBe(`Basic ${btoa("me:pass word")}`);
    expect(address.secrets).toContain("pass word");
  });

  it("that is none is a usage error which does not show it", () => {
    expect(() => readEndpointAddress("secret-in-the-wrong-place")).toThrow(UsageError);
    expect(() => readEndpointAddress("secret-in-the-wrong-place")).not.toThrow(/secret/);
    expect(() => readEndpointAddress("file:///etc/passwd")).toThrow(UsageError);
  });
});

describe("finding the key", () => {
  const request = {
    environment: { OPENAI_API_KEY: " sk-1 ", OTHER: "" },
    variable: "OPENAI_API_KEY",
    isVariableNamed: false,
    baseUrl: "https://api.openai.com/v1",
    isHostTrusted: true,
  };

  it("takes it from the variable", () => {
    expect(resolveKey(request)).toEqual({ apiKey: "sk-1", variable: "OPENAI_API_KEY" });
  });

  it("gives none to a host that only a config file names, unless the variable was named", () => {
    const foreign = { ...request, baseUrl: "https://evil.example/v1", isHostTrusted: false };
    expect(resolveKey(foreign).apiKey).toBeNull();
    expect(resolveKey({ ...foreign, isVariableNamed: true }).apiKey).toBe("sk-1");
  });

  it("needs none for a server of one's own, and says what is missing where it does", () => {
    const bare = { ...request, environment: {} };
    expect(resolveKey({ ...bare, baseUrl: "http://localhost:8000/v1" }).apiKey).toBeNull();
    expect(() => resolveKey(bare)).toThrow(JudgeUnusableError);
    const named = {
      ...request,
      variable: "OTHER",
      isVariableNamed: true,
      baseUrl: "http://localhost:8000/v1",
    };
    expect(() => resolveKey(named)).toThrow(/OTHER is not set/);
  });
});
