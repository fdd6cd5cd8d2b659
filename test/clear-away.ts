// Vitest's set-up of every test file.
import { clearAway } from "./at-end.js";

clearAway();
