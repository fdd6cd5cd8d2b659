/** As pretty-printers write an object: no line of JSON's lines begins with a key. */
export const opensOverSeveralLines = /^\{[ \t]*\r?\n\s*["}]/;
