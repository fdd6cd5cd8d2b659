import { defineGroup } from "../define-command.js";
import { agreement } from "./analyze/agreement.js";
import { classify } from "./analyze/classify.js";
import { correlation } from "./analyze/correlation.js";
import { factors } from "./analyze/factors.js";
import { gameability } from "./analyze/gameability.js";
import { humanBudget } from "./analyze/human-budget.js";
import { judge } from "./analyze/judge.js";
import { labels } from "./analyze/labels.js";
import { regress } from "./analyze/regress.js";
import { words } from "./analyze/words.js";

export const analyzeCommand = defineGroup({
  agreement,
  judge,
  correlation,
  gameability,
  "human-budget": humanBudget,
  labels,
  words,
  factors,
  classify,
  regress,
});
