import {
  type PruneRequest,
  pruneOptions,
  type StoreRequest,
  storeOptions,
} from "../../../pipeline/store-request.js";
import { defineCommand, defineGroup } from "../../define-command.js";
import { type PrintOptions, printOptions } from "../../options/output-options.js";
import { printReport } from "../../run/print-report.js";

const load = () =>
  Promise.all([import("../../../pipeline/store.js"), import("../../../report/store-report.js")]);

const stats = defineCommand<StoreRequest, PrintOptions>({
  summary: "how many replies are kept, and when the last came: a file a model and endpoint",
  request: storeOptions,
  options: printOptions,
  examples: ["lceval store stats"],
  run: async (request, options) => {
    const [{ describeStore }, { reportStore }] = await load();
    await printReport(reportStore("Store of replies", await describeStore(request)), options);
  },
});

const prune = defineCommand<PruneRequest, PrintOptions>({
  summary: "remove the replies of models that nobody asked for long; to ask them again costs again",
  request: pruneOptions,
  options: printOptions,
  examples: ["lceval store prune --older-than 90"],
  run: async (request, options) => {
    const [{ pruneStore }, { reportStore }] = await load();
    await printReport(reportStore("Removed", await pruneStore(request)), options);
  },
});

export const storeCommand = defineGroup({ stats, prune });
