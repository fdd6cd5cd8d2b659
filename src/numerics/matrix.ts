// ml-matrix, loaded as the CommonJS that it is: by `import` Node first searches its 150 kB for export names, which takes
// longer than a fit (40 ms against 6).
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const { EigenvalueDecomposition, inverse, Matrix, pseudoInverse } =
  require("ml-matrix") as typeof import("ml-matrix");
