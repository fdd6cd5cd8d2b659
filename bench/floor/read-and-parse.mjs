// The least that any reader of the same files has to do: read, unpack, JSON.parse, forget. Lines one by one, an array at once.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

for (const path of process.argv.slice(2)) {
  const read = readFileSync(path);
  const bytes = read[0] === 0x1f ? gunzipSync(read) : read;
  if (!/\.(jsonl|ndjson)$/.test(path)) JSON.parse(bytes.toString());
  else
    for (let start = 0, end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start))
      JSON.parse(bytes.toString("latin1", start, end));
}
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    wallMs: performance.now(),
    rssMb: maxRSS / 1024,
  }),
);
