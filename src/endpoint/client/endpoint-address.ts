// A base URL as the user wrote it → where to send, and what of it may be shown and stored.
import { UsageError } from "../../core/errors.js";

/** Where an endpoint is. */
export interface EndpointAddress {
  /** Scheme, host and path, without a slash at the end: this may be stored and shown. */
  readonly publicUrl: string;
  /** The URL's query, sent with each request (Azure's `api-version`). */
  readonly query: Readonly<Record<string, string>>;
  /** An `Authorization` header made from the URL's user and password. */
  readonly basicAuthorization: string | null;
  /** What must never be shown: password, authorization, query values. */
  readonly secrets: readonly string[];
}

/** Takes a base URL such as `https://api.openai.com/v1` apart. @throws UsageError when it is no http or https URL. */
export function readEndpointAddress(baseUrl: string): EndpointAddress {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError("the base URL is not an http or https URL", {
      hint: "It looks like https://api.openai.com/v1 or http://localhost:8000/v1.",
    });
  }
  const user = decodePart(url.username);
  const password = decodePart(url.password);
  const basic = user || password ? Buffer.from(`${user}:${password}`).toString("base64") : null;
  const hidden = [...url.searchParams].filter(([name]) => name !== "api-version").map(([, value]) => value);
  return {
    publicUrl: toPublicUrl(url.href),
    query: Object.fromEntries(url.searchParams),
    basicAuthorization: basic && `Basic ${basic}`,
    // a token may stand where a user's name does
    secrets: [user, password, basic ?? "", ...hidden].filter(Boolean),
  };
}

/** A part of a URL without percent-encoding; as it stands where a lone `%` was written in it. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A URL without user, password, query and fragment, and without a slash at the end; a text that is no URL becomes
 * `(not a URL)`.
 *
 * @example toPublicUrl("https://me:pw@host.example/v1/?key=1") // "https://host.example/v1"
 */
export function toPublicUrl(text: string): string {
  if (!URL.canParse(text)) return "(not a URL)";
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
}

/** Whether an address is one of Azure's resources. */
export const isAzureHost = (url: string): boolean =>
  URL.canParse(url) && /\.(?:openai|cognitiveservices|services\.ai)\.azure\.com$/.test(new URL(url).hostname);
