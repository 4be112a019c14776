// The debug page of tracked: what a program answers with, looked at from a file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { accessible, close, module, open } from "./lib.mjs";

const program = `package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/tetherlint/tether/tracked"
)

func main() {
	g := tracked.New(tracked.Options{Name: "orders", MaxAge: time.Nanosecond})
	ctx := context.Background()
	defer g.Start(ctx, "feed").Done()
	defer g.Start(ctx, "<img src=x onerror=window.pwned=1>").Done()
	for i := range 1200 {
		defer g.Start(ctx, fmt.Sprintf("worker %d with a name that is long enough to need more than one line on a phone", i)).Done()
	}
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/?sort=age", nil))
	fmt.Print(w.Body)
}
`;

let url;
before(() => {
  const tracked = path.resolve(import.meta.dirname, "../../tracked");
  const dir = module("tasks", {
    "go.mod": `module example.com/tasks\n\ngo 1.23\n\nrequire github.com/tetherlint/tether/tracked v0.0.0\n\nreplace github.com/tetherlint/tether/tracked => ${tracked}\n`,
    "main.go": program,
  });
  const file = path.join(dir, "tasks.html");
  writeFileSync(file, execFileSync("go", ["run", "-mod=mod", "."], { cwd: dir, env: { ...process.env, GOWORK: "off" } }));
  url = pathToFileURL(file).href;
});
after(close);

describe("the debug page of tracked", () => {
  test("asks for nothing, and says what there is", async () => {
    const p = await open(url);
    assert.deepEqual(p.log.requests, [url]);
    assert.deepEqual(p.log.errors, []);
    assert.equal(await p.title(), "orders tasks");
    assert.match(await p.textContent("li >> nth=0"), /1202 live/);
    assert.equal(await p.locator("tbody tr.unhealthy").count(), 1000);
    assert.match(await p.textContent("tbody tr >> nth=0"), /feed.*is older than.*main\.go:15.*main\.main/);
    assert.equal(await p.getAttribute("th[aria-sort]", "aria-sort"), "descending");
    assert.match(await p.textContent("main"), /and 202 more/);
    await p.context().close();
  });

  test("what is hostile is text", async () => {
    const p = await open(url);
    assert.equal(await p.evaluate(() => window.pwned), undefined);
    assert.equal(await p.locator("img").count(), 0);
    await p.context().close();
  });

  test("its links are reached by keyboard", async () => {
    const p = await open(url);
    const seen = [];
    for (let i = 0; i < 6; i++) {
      await p.keyboard.press("Tab");
      seen.push(await p.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.getAttribute("aria-label")));
    }
    assert.deepEqual(seen, ["live tasks", "?sort=name", "?sort=age", "?sort=state", "?sort=site", "?limit=1202"]);
    await p.context().close();
  });

  accessible(() => url);
});
