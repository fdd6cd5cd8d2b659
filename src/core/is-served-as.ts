const bare = (model: string): string => model.slice(model.lastIndexOf("/") + 1).toLowerCase();

/** Whether an answer by `served` is one of the model that was asked: the same, or a dated release of it, whatever vendor stands before. */
export function isServedAs(served: string, asked: string): boolean {
  const [one, other] = [bare(served), bare(asked)];
  return one.startsWith(other) && /^([-@:](\d{3,}|v\d|latest)(\b.*)?)?$/.test(one.slice(other.length));
}
