import { expect, it } from "vitest";
import { htmlFormat } from "../../../src/report/formats/html.js";
import { tableOf, text } from "../../../src/report/table-of.js";

it("says the first table's title once: as the page's", async () => {
  const section = (title: string) => tableOf(title, [1], [text("n", () => 1)]);
  const page = await htmlFormat(
    { sections: [section("one minus two"), section("further")], warnings: [], records: [], document: {} },
    { color: false },
  );
  expect(page.match(/<h1>one minus two<\/h1>/g)).toHaveLength(1);
  expect(page).not.toContain("<h2>one minus two</h2>");
  expect(page).toContain("<h2>further</h2>");
});
