/** The built command: the one place in the tests that knows where it lies. */
export const bin = new URL("../dist/cli/bin.js", import.meta.url).pathname;
