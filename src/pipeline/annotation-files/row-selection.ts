// `--where`: which rows of the files are meant, told before anything else is: what other rows say of judges, baselines and
// scales is nobody's concern.
import { InputError } from "../../core/errors.js";
import type { LocatedRow } from "../../io/rows/located-row.js";
import { requireColumn } from "../../io/rows/require-column.js";
import { readPath } from "../../io/wire/read-path.js";
import { type Condition, describeConditions, rowFilter } from "../tables/row-condition.js";

const hasPath = (row: LocatedRow["value"], path: string) => readPath(row, path) !== undefined;

export class RowSelection {
  readonly #fulfils: (value: LocatedRow["value"]) => boolean;
  readonly #counts = { all: 0, meant: 0 };
  /** The first row of the file, and one that has it for each column that has been met. */
  #known: LocatedRow[] = [];

  constructor(private readonly conditions: readonly Condition[]) {
    this.#fulfils = rowFilter(conditions, (row, column) => String(readPath(row, column) ?? ""));
  }

  readonly isMeant = ({ value }: LocatedRow): boolean => this.#fulfils(value);

  readonly see = (row: LocatedRow): boolean => {
    const isNew = ({ column }: Condition) =>
      hasPath(row.value, column) && !this.#known.some(({ value }) => hasPath(value, column));
    if (this.#known.length === 0 || this.conditions.some(isNew)) this.#known.push(row);
    const isMeant = this.isMeant(row);
    this.#counts.all++;
    if (isMeant) this.#counts.meant++;
    return isMeant;
  };

  /** @throws InputError for a column that no row of the file has */
  endFile(): void {
    for (const { column } of this.conditions) requireColumn(this.#known, column, "--where", hasPath);
    this.#known = [];
  }

  /** @throws InputError when no row is left */
  warn(onWarning: ((warning: string) => void) | undefined): void {
    const asked = describeConditions(this.conditions);
    const { all, meant } = this.#counts;
    if (meant === 0) throw new InputError({ message: `no judgement has ${asked}` });
    onWarning?.(`selection: ${meant} of ${all} judgements are counted (--where ${asked})`);
  }
}
