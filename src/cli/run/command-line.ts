/** The command as it was typed, quoted for a shell; passwords and queries of URLs, which may be keys, are left out. */
export function commandLine(argv: readonly string[] = process.argv): string {
  return ["lceval", ...argv.slice(2).map(withoutSecrets)].map(quote).join(" ");
}

const quote = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const withoutSecrets = (word: string) =>
  word.replace(/(https?:\/\/)([^/?#\s]*@)?([^?#\s]*)(\?[^#\s]*)?/i, (_, scheme, user, rest, query) =>
    [scheme, user && "…@", rest, query && "?…"].filter(Boolean).join(""),
  );
