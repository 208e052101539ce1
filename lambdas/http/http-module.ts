/**
 * `node:http`, not by an `import`: one reads every export of it, and one of those loads all of Node's
 * `fetch`, which is a third of a cold start.
 */
export const http = process.getBuiltinModule('node:http');
