// A regular expression and a text → how many steps a backtracking matcher takes to find nothing or everything in it. As
// V8's matcher goes, without its shortcuts, so that growth can be counted where time could only be guessed.
import { type AST, RegExpParser } from "@eslint-community/regexpp";

type Continue = (at: number) => boolean;
type Match = (at: number, next: Continue) => boolean;

export interface StepCounter {
  /** Steps of looking for all matches, one after another. */
  count(text: string): number;
  /** A text that the pattern, or a way through it, matches. */
  sample(random: () => number): string;
}

const alphabet = [..."aAbBmz019 \n\t<>[]{}()|'\"`:,.=*_-#&;\\/%!?+~$^@", "\u202e", "\u200b", "é", "А"];

export function createStepCounter(pattern: RegExp): StepCounter {
  const flags = pattern.flags.replace(/[gy]/g, "");
  const { pattern: tree } = new RegExpParser().parseLiteral(`/${pattern.source}/${flags}`);
  let text = "";
  let steps = 0;
  const captured = new Map<AST.CapturingGroup, string>();

  const compile = (node: AST.Element | AST.Alternative | AST.Pattern): Match => {
    switch (node.type) {
      case "Pattern":
        return either(node.alternatives);
      case "Alternative": {
        const parts = node.elements.map(compile);
        return (at, next) => {
          const from =
            (i: number): Continue =>
            (place) =>
              i === parts.length ? next(place) : parts[i]!(place, from(i + 1));
          return from(0)(at);
        };
      }
      case "Group":
        return either(node.alternatives);
      case "CapturingGroup": {
        const inner = either(node.alternatives);
        return (at, next) =>
          inner(at, (end) => {
            captured.set(node, text.slice(at, end));
            return next(end);
          });
      }
      case "Quantifier": {
        const inner = compile(node.element);
        const { min, max, greedy } = node;
        const repeat = (done: number, at: number, next: Continue): boolean => {
          const more = () =>
            done < max && inner(at, (end) => (end > at || done < min) && repeat(done + 1, end, next));
          if (done < min) return more();
          return greedy ? more() || next(at) : next(at) || more();
        };
        return (at, next) => repeat(0, at, next);
      }
      case "Backreference": {
        const group = node.resolved as AST.CapturingGroup;
        return (at, next) => {
          const wanted = captured.get(group) ?? "";
          steps += wanted.length + 1;
          return text.startsWith(wanted, at) && next(at + wanted.length);
        };
      }
      case "Assertion": {
        const native = new RegExp(node.raw, `${flags}y`);
        return (at, next) => {
          steps++;
          native.lastIndex = at;
          return native.test(text) && next(at);
        };
      }
      default: {
        const native = new RegExp(`^(?:${node.raw})$`, flags.replace("m", ""));
        const known = new Map<string, boolean>();
        return (at, next) => {
          steps++;
          if (at >= text.length) return false;
          const character = /u|v/.test(flags) ? String.fromCodePoint(text.codePointAt(at)!) : text[at]!;
          let fits = known.get(character);
          if (fits === undefined) {
            fits = native.test(character);
            known.set(character, fits);
          }
          return fits && next(at + character.length);
        };
      }
    }
  };
  const either = (alternatives: readonly AST.Alternative[]): Match => {
    const ways = alternatives.map(compile);
    return (at, next) => ways.some((way) => way(at, next));
  };
  const match = compile(tree);

  return {
    count(searched) {
      text = searched;
      steps = 0;
      for (let at = 0; at <= text.length; ) {
        let end = -1;
        match(at, (place) => {
          end = place;
          return true;
        });
        at = Math.max(at + 1, end);
      }
      return steps;
    },
    sample: (random) => sampleOf(tree, random, flags),
  };
}

function sampleOf(
  node: AST.Pattern | AST.Alternative | AST.Element,
  random: () => number,
  flags: string,
): string {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  switch (node.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return sampleOf(pick(node.alternatives)!, random, flags);
    case "Alternative":
      return node.elements.map((element) => sampleOf(element, random, flags)).join("");
    case "Quantifier": {
      const times = Math.min(node.max, node.min + Math.floor(3 * random()));
      return Array.from({ length: times }, () => sampleOf(node.element, random, flags)).join("");
    }
    case "Assertion":
    case "Backreference":
      return "";
    case "Character":
      return String.fromCodePoint(node.value);
    default: {
      const native = new RegExp(`^(?:${node.raw})$`, flags);
      return pick(alphabet.filter((character) => native.test(character))) ?? "";
    }
  }
}
