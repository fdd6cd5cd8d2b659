// Title and content → one HTML page that needs nothing else: no file, no font, no script from anywhere. Its content
// security policy names the hashes of its one style sheet and its script, so nothing from a judged text can run.
import { createHash } from "node:crypto";
import { html, type Markup, trusted } from "./markup.js";
import { styles } from "./styles.js";

export interface PageShell {
  readonly title: string;
  /** Above the title: what kind of page this is. */
  readonly kind: string;
  /** Below the title. */
  readonly lede?: Markup | null;
  /** The page's sections; each content has its id on its own element. */
  readonly sections: readonly { readonly id: string; readonly name: string; readonly content: Markup }[];
  readonly script?: string;
}

/** The same content gives the same bytes. */
export function writePage({ title, kind, lede, sections, script }: PageShell): string {
  const first = sections[0];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="lceval">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
${first && html`<a class="skip" href="#${first.id}">Skip to the ${first.name.toLowerCase()}</a>`}
<header>
<p class="kind">${kind}</p>
<h1>${title}</h1>
${lede}
<nav aria-label="Sections"><ul>${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(({ content }) => content)}</main>
${script !== undefined && trusted(`<script>${script}</script>\n`)}</body>
</html>
`.text;
}

const hashSource = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const contentSecurityPolicy = (script: string | undefined) =>
  [
    "default-src 'none'",
    "img-src data:",
    `style-src ${hashSource(styles)}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
