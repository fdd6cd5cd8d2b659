// Who judged the rows of a model: a name, and of each judge under it the model asked and the fingerprint, as far as the
// rows say. Two of them under one name are two judges.
import { countOf } from "../../core/count-of.js";
import type { InputProblem } from "../../core/errors.js";
import { quoteValue } from "../../core/quote-value.js";
import { visibleText } from "../../core/visible-text.js";
import type { AnnotationRow } from "../../io/wire/annotation-row.js";
import { isServedAs, type JudgeIdentity, type JudgeMember } from "../../length-control/judge-identity.js";

interface SeenJudge extends JudgeMember {
  rows: number;
}

type JudgeOfLine = Pick<
  AnnotationRow,
  "annotator" | "judgeName" | "judgeModel" | "fingerprint" | "servedModel" | "order" | "jury"
>;

/** The judges of one model's rows, counted. */
export class JudgesOfModel {
  readonly #names = new Map<string | null, number>();
  readonly #members = new Map<string, SeenJudge>();
  /** Rules of the juries whose votes the rows are. */
  readonly #juries = new Map<string | null, number>();
  readonly #served = new Set<string>();
  readonly #servedModels = new Set<string>();
  readonly #orders = new Set<string>();
  /** The judge of the last row, and how many rows in a row are of it and not yet counted. */
  #last: JudgeOfLine | null = null;
  #uncounted = 0;

  add(row: AnnotationRow): void {
    if (!this.#last || !isSameJudge(this.#last, row)) {
      this.#count();
      const { annotator, judgeName, judgeModel, fingerprint, servedModel, order, jury } = row;
      this.#last = { annotator, judgeName, judgeModel, fingerprint, servedModel, order, jury };
    }
    this.#uncounted++;
  }

  #count(): void {
    if (!this.#last || this.#uncounted === 0) return;
    const { annotator, judgeName, judgeModel, fingerprint, servedModel, order, jury } = this.#last;
    const rows = this.#uncounted;
    this.#uncounted = 0;
    const name = annotator ?? judgeName;
    countIn(this.#names, name, rows);
    countIn(this.#juries, jury && `${jury.combine} of at least ${jury.quorum}`, rows);
    const member = judgeName ?? name;
    const key = `${member}\n${judgeModel}\n${fingerprint}`;
    const known = this.#members.get(key);
    if (known) known.rows += rows;
    else this.#members.set(key, { name: member, model: judgeModel, fingerprint, rows });
    if (servedModel !== null) this.#servedModels.add(servedModel);
    if (servedModel !== null && judgeModel !== null && !isServedAs(servedModel, judgeModel))
      this.#served.add(`${servedModel} for ${judgeModel}`);
    if (order !== null) this.#orders.add(order);
  }

  /** Models that answered and were not the ones asked, each `SERVED for ASKED`. */
  get servedOthers(): readonly string[] {
    this.#count();
    return [...this.#served];
  }

  identity(): JudgeIdentity {
    this.#count();
    const members = [...this.#members.values()].map(({ rows: _, ...member }) => member);
    const orders = [...this.#orders];
    return {
      // several only where they are meant as one jury
      name: this.#names.size > 1 ? [...this.#names.keys()].join(" + ") : only(this.#names),
      members,
      orders: orders.length === 0 ? null : (orders as JudgeIdentity["orders"]),
      served: [...this.#servedModels],
    };
  }

  /** Rows by several judges have no one rate, unless these are one panel or meant as a jury. */
  findMixtures(generator: string): InputProblem[] {
    this.#count();
    const problems = [
      ...describeMixture(generator, "judges", this.#names),
      ...describeMixture(generator, "rules of a jury", this.#juries),
    ];
    if (this.#names.size > 1) return problems;
    const [name] = this.#names.keys();
    // members of a panel carry names of their own, or the rule by which their votes are one
    const own = [...this.#members.values()].filter((member) => member.name === name);
    if (own.length < this.#members.size || !this.#juries.has(null)) return problems;
    const judges = new Map(own.map((member) => [describeMember(member), member.rows]));
    const isOne = differing(own, "model").size < 2 && differing(own, "fingerprint").size < 2;
    return isOne ? problems : [...problems, ...describeMixture(generator, `judges named ${name}`, judges)];
  }
}

const isSameJudge = (one: JudgeOfLine, other: AnnotationRow): boolean =>
  one.annotator === other.annotator &&
  one.judgeName === other.judgeName &&
  one.judgeModel === other.judgeModel &&
  one.fingerprint === other.fingerprint &&
  one.servedModel === other.servedModel &&
  one.order === other.order &&
  one.jury?.combine === other.jury?.combine &&
  one.jury?.quorum === other.jury?.quorum;

const differing = (members: readonly JudgeMember[], key: "model" | "fingerprint") =>
  new Set(members.flatMap((member) => member[key] ?? []));

const describeMember = ({ name, model, fingerprint }: JudgeMember): string =>
  [model ?? name, ...(fingerprint === null ? [] : [`(${fingerprint.slice(0, 12)})`])].join(" ");

const only = (counts: ReadonlyMap<string | null, number>): string | null =>
  counts.keys().next().value ?? null;

const countIn = (counts: Map<string | null, number>, key: string | null, rows: number) =>
  void counts.set(key, (counts.get(key) ?? 0) + rows);

/** What several values of one thing among a model's rows are called. */
export function describeMixture(
  generator: string,
  what: string,
  counts: ReadonlyMap<string | null, number>,
): InputProblem[] {
  if (counts.size <= 1) return [];
  const named = [...counts].map(
    ([name, rows]) => `${name === null ? "none named" : quoteValue(name)} (${countOf(rows, "row")})`,
  );
  const message = `the rows of model "${visibleText(generator)}" name ${counts.size} ${what}: ${named.join(", ")}; score each of them by itself`;
  return [{ message }];
}
