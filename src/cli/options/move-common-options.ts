// `lceval --quiet judges list` → `lceval judges list --quiet`: what every command understands may stand before its name too.
import type { Command } from "commander";

/** How many words a common option takes, itself included; 0 for any other word. */
function countWords(word: string): number {
  if (/^--(quiet|no-color|(seed|config)=.*)$/s.test(word)) return 1;
  return /^--(seed|config)$/.test(word) ? 2 : 0;
}

/**
 * Moves common options from before and among the words of a command's name to behind them. Before what is no command
 * that runs (`help`, a misspelt name) they mean nothing and are left out.
 * @param words the command line after `lceval`
 */
export function moveCommonOptions(program: Command, words: readonly string[]): string[] {
  const name: string[] = [];
  const options: string[] = [];
  let command = program;
  let at = 0;
  while (at < words.length && command.commands.length > 0) {
    const taken = countWords(words[at]!);
    const next = command.commands.find((each) => each.name() === words[at]);
    if (taken === 0 && !next) break;
    if (next) name.push(next.name());
    else options.push(...words.slice(at, at + taken));
    command = next ?? command;
    at += taken || 1;
  }
  const isRunnable = command.commands.length === 0;
  return [...name, ...(isRunnable ? options : []), ...words.slice(at)];
}
