// One entry a member of a request: command line, environment, config file, its JSON schema, completion, help and the
// library's own check are all made from it. An option is added to its request's interface and to the table beside it.
import {
  anyText,
  file,
  files,
  type OptionValue,
  onOff,
  orRows,
  repeatedTexts,
  type TableInput,
} from "./option-values.js";

/** The headings of `--help`, in their order. */
export const headings = [
  "Options:",
  "Files and pairs:",
  "Judging:",
  "Stopping early:",
  "Endpoint:",
  "Speed, cost and store:",
  "Other files' names:",
  "Fit:",
  "Intervals:",
  "Requirements:",
  "Output:",
  "Build servers:",
  "Everywhere:",
] as const;

/**
 * What a config file that merely lies on the way up from the working folder, and that nobody named, may do with an
 * option: not set it, set it to a file or folder within its own folder, or set it to anything.
 */
export type Trust = "none" | "inside" | "any";

interface Valued<T> {
  readonly value: OptionValue<T>;
  /** What holds where nothing is given; an interface without one leaves the member optional. */
  readonly default?: T;
}

/** A member that is an option of the command line, a variable and a key of the config file. */
export interface FlagEntry<T> extends Valued<T> {
  /** As help writes it: `--level <p>`. */
  readonly flag: `-${string}`;
  /** What it is, in a clause; choices, default and "required" are added. */
  readonly help: string;
  /** "Options:" when absent. */
  readonly heading?: Heading;
  readonly trust: Trust;
  /** Whether it must be given; or only where another member is not. */
  readonly required?: boolean | { readonly unless: string };
  /** It means something else than the option of the same name elsewhere, so what is set for all commands is not for it. */
  readonly hasOwnMeaning?: true;
}

type Heading = (typeof headings)[number];
type Flag = FlagEntry<unknown>["flag"];
export interface Unflagged {
  /** What stands behind the flag in help; "" for a switch. */
  readonly shown: string;
  readonly flag?: Flag;
}
type Grouped = Omit<FlagEntry<unknown>, "flag" | "heading" | "trust"> & ({ readonly flag: Flag } | Unflagged);
export type Below<Entry> = Entry & { readonly heading: Heading; readonly trust: Trust; readonly flag: Flag };

/**
 * Entries that stand below one heading of help, and that a found config file may set alike. A flag that is not stated is
 * the member's name: `maxTokens` is `--max-tokens`.
 */
export const under = <const Entries extends Readonly<Record<string, Grouped>>>(
  heading: Heading,
  trust: Trust,
  entries: Entries,
): { readonly [Member in keyof Entries]: Below<Entries[Member]> } =>
  Object.fromEntries(
    Object.entries(entries).map(([member, entry]) => {
      const flag = entry.flag ?? `--${kebab(member)} ${(entry as Unflagged).shown}`.trim();
      return [member, { ...entry, flag, heading, trust }];
    }),
  ) as never;

const kebab = (member: string) => member.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

type Further<T> = Partial<Pick<FlagEntry<T>, "flag" | "default" | "required" | "hasOwnMeaning">>;

/** What `option` says of a member. */
export interface Named<T> {
  readonly shown: string;
  readonly help: string;
  readonly value: OptionValue<T>;
}

/** An entry for `under`: what stands behind its flag, what it is, and what its value may be (any text when absent). */
export function option(shown: string, help: string): Named<string>;
export function option<T>(shown: string, help: string, value: OptionValue<T>): Named<T>;
export function option<T, const More extends Further<T>>(
  shown: string,
  help: string,
  value: OptionValue<T>,
  more: More,
): Named<T> & More;
export function option(
  shown: string,
  help: string,
  value: OptionValue<unknown> = anyText(),
  more: object = {},
): Named<unknown> {
  return { shown, help, value, ...more };
}

/** An entry for `under` that is on where its flag is given. */
export const toggle = (help: string) => option("", help, onOff);

/** A member that is what stands behind the command's name: `<files...>`. */
export interface ArgumentEntry<T> extends Valued<T> {
  /** `<…>`, or `[…]` for one that may be left out. */
  readonly argument: `<${string}>` | `[${string}]`;
  readonly help: string;
}

/** The file, or the files (`<…...>`, in `[…...]` none too), that stand behind the command's name. */
export const argument = <const Shown extends ArgumentEntry<unknown>["argument"]>(
  shown: Shown,
  help: string,
) =>
  ({
    argument: shown,
    help,
    value: shown.startsWith("[") ? repeatedTexts : shown.endsWith("...>") ? files : file,
  }) as never as ArgumentEntry<Shown extends `${string}...${string}` ? readonly string[] : string>;

/** The file of a table that stands behind the command's name; a program may give its rows. */
export const tableArgument = (shown: `<${string}>`, help: string): ArgumentEntry<TableInput> => ({
  argument: shown,
  help,
  value: orRows(file),
});

export type OptionEntry<T> = FlagEntry<T> | ArgumentEntry<T> | LibraryEntry<T>;

/** A member that only the library has. */
export interface LibraryEntry<T> extends Valued<T> {
  readonly isLibraryOnly: true;
  readonly required?: boolean;
}

/** An entry for every member of a request. */
export type OptionTable<Request> = {
  readonly [Member in keyof Request]-?: OptionEntry<Exclude<Request[Member], undefined>>;
};

/** The tables of any request. */
export type AnyTable = Readonly<Record<string, OptionEntry<unknown>>>;

/** What holds where a request says nothing. */
export type DefaultsOf<Table> = {
  readonly [Member in keyof Table as Table[Member] extends { readonly default: unknown }
    ? Member
    : never]: Table[Member] extends { readonly default: infer Value } ? Value : never;
};

export const defaultsOf = <Table extends AnyTable>(table: Table): DefaultsOf<Table> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([member, entry]) =>
      entry.default === undefined ? [] : [[member, entry.default]],
    ),
  ) as DefaultsOf<Table>;

/** A request in which nothing is missing that has a default. */
export type Resolved<Request, Table> = Request & {
  readonly [Member in keyof DefaultsOf<Table> & keyof Request]-?: Exclude<Request[Member], undefined>;
};

/** The entries of a table but for some. */
export const withoutMembers = <Table extends object, Member extends keyof Table>(
  table: Table,
  ...left: readonly Member[]
): Omit<Table, Member> =>
  Object.fromEntries(
    Object.entries(table).filter(([member]) => !(left as readonly string[]).includes(member)),
  ) as Omit<Table, Member>;

/** Of any object, the members that a table knows. */
export const membersOf = <Request>(table: OptionTable<Request>, values: object): Request =>
  Object.fromEntries(Object.entries(values).filter(([member]) => Object.hasOwn(table, member))) as Request;
