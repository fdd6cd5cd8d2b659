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

  it("takes a secret out of every encoding in which a server may say it", () => {
    const secret = "sec/ret+<Key>=1234";
    const each = (write: (character: string, code: number) => string) =>
      [...secret].map((character) => write(character, character.charCodeAt(0))).join("");
    const hex = (code: number) => code.toString(16);
    const forms = [
      secret,
      each((c) => (c === "/" ? "\\/" : c)),
      each((_, code) => `\\\\u${hex(code).padStart(4, "0")}`),
      each((_, code) => `\\\\u${hex(code).padStart(4, "0").toUpperCase()}`),
      each((c, code) => (/\w/.test(c) ? c : `&#${code};`)),
      each((_, code) => `&#x${hex(code)};`),
      secret.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
      each((_, code) => `%${hex(code)}`),
      encodeURIComponent(encodeURIComponent(secret)),
      JSON.stringify(JSON.stringify(secret)).slice(1, -1),
      btoa(secret),
      btoa(`user:${secret}`),
      btoa(`u:${secret}`).replaceAll("/", "_").replaceAll("+", "-"),
      each((_, code) => hex(code)),
      each((_, code) => `${hex(code).toUpperCase()} `),
      [...secret].join(" "),
      secret.toUpperCase(),
    ];
    const redact = createRedact([secret]);
    for (const form of forms) {
      const clean = redact(`before ${form} after`);
      expect(clean, form).toContain("[redacted]");
      expect(clean).not.toMatch(/ret\+?.*1234/i);
      expect(clean.startsWith("before ") && clean.endsWith(" after"), clean).toBe(true);
    }
  });

  it("leaves texts alone where the secret is too short to be one", () => {
    expect(createRedact(["", "x", "none"])("none of the texts")).toBe("none of the texts");
    expect(createRedact(["lm-studio"])("LM-Studio says no")).toBe("LM-Studio says no");
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

  it("takes a per cent sign in a password as it stands", () => {
    expect(readEndpointAddress("http://me:100%sure@host.example/v1").basicAuthorization).toBe(
      `Basic ${btoa("me:100%sure")}`,
    );
  });

  it("counts a user's name among the secrets: a token may stand there", () => {
    expect(readEndpointAddress("https://ghp_token123@host.example/v1").secrets).toContain("ghp_token123");
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
  };

  it("takes it from the variable", () => {
    expect(resolveKey(request)).toEqual({ apiKey: "sk-1", variable: "OPENAI_API_KEY" });
  });

  it.each([
    ["abcdef\u0001ghijkl", "a control character at position 7"],
    ["abcdef\nghijkl", "a line end at position 7"],
    ["abc def", "a blank at position 4"],
    ["абв123", "a character that is not ASCII at position 1"],
  ])("refuses %j where it comes from", (key, what) => {
    const resolve = () => resolveKey({ ...request, environment: { OPENAI_API_KEY: key } });
    expect(resolve).toThrow(`the key in OPENAI_API_KEY cannot be sent: it has ${what}`);
    expect(resolve).not.toThrow(/def|ghi|123/);
  });

  it.each(["sk-proj-abc", "abcdef0123456789abcdef0123456789", "key with blank"])(
    "does not show %s, given in place of a variable's name",
    (variable) => {
      const resolve = () => resolveKey({ ...request, variable, isVariableNamed: true });
      expect(resolve).toThrow(UsageError);
      expect(resolve).not.toThrow(new RegExp(variable));
    },
  );

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
