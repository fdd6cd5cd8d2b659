import { type CompletableCommand, type CompletableOption, stepsDown } from "./describe-commands.js";

/** A script for `~/.config/fish/completions/lceval.fish`. */
export function completeInFish(commands: readonly CompletableCommand[]): string {
  const lines = commands.flatMap(({ path, subcommands, options, argument }) => {
    const here = `complete -c lceval -n "__lceval_at '${path}'"`;
    return [
      ...subcommands.map(({ name, description }) => `${here} -f -a ${name} -d ${quote(description)}`),
      ...(subcommands.length === 0 && !argument.hasFiles ? [`${here} -f`] : []),
      ...(argument.words.length > 0 ? [`${here} -a ${quote(argument.words.join(" "))}`] : []),
      ...options.map((option) => `${here} ${describe(option)}`),
    ];
  });
  return `# fish completion for lceval: lceval completion fish > ~/.config/fish/completions/lceval.fish
function __lceval_at
    set -l place ''
    for word in (commandline -opc)[2..]
        switch "$place $word"
            case ${stepsDown(commands).map(quote).join(" ")}
                set place (string trim "$place $word")
        end
    end
    test "$place" = "$argv[1]"
end
${lines.join("\n")}
`;
}

function describe({ long, short, description, value }: CompletableOption): string {
  const names = `${short === null ? "" : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  if (value === null) return `${names} -d ${quote(description)}`;
  const takes = value.hasFiles ? "-r -F" : "-x";
  const words = value.words.length > 0 ? ` -a ${quote(value.words.join(" "))}` : "";
  return `${names} ${takes}${words} -d ${quote(description)}`;
}

const quote = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
