// What golden files said before, beside what they say now: every changed line of goldens, snapshots and documented outputs.
//
//   node test/golden-changes.mjs [COMMIT]      against a commit (HEAD where absent)
import { execFileSync } from "node:child_process";

const [commit = "HEAD"] = process.argv.slice(2);
const paths = ["test/report/golden", "test/report/formats/golden", "*.snap", "README.md", "docs/*.md"];
const diff = execFileSync("git", ["diff", "--unified=0", "--no-color", commit, "--", ...paths], {
  encoding: "utf8",
});

for (const file of diff.split(/^diff --git .*$/m).slice(1)) {
  console.log(`\n${/^\+\+\+ (?:b\/)?(.*)$/m.exec(file)?.[1] ?? "a removed file"}`);
  for (const hunk of file.split(/^@@ .*$/m).slice(1)) {
    const linesOf = (mark) => hunk.split("\n").filter((line) => line.startsWith(mark));
    const [before, now] = [linesOf("-"), linesOf("+")];
    for (let i = 0; i < Math.max(before.length, now.length); i++)
      console.log(`  before ${before[i]?.slice(1) ?? ""}\n  now    ${now[i]?.slice(1) ?? ""}`);
  }
}
