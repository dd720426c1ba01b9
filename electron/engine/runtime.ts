/** First major version of Node.js that the engine runs on: it needs zstd in node:zlib and a store that crashes on older ones. */
const OLDEST_NODE = 24;

/** A sentence for the person when this Node.js is too old, else `null`. */
export function runtimeComplaint(version: string = process.versions.node): string | null {
  return Number(version.split('.')[0]) >= OLDEST_NODE
    ? null
    : `Chokepoint needs Node.js ${OLDEST_NODE} or newer; this is ${version}. Start it through npm (npm start, npm run chokepoint), which brings its own.`;
}
