// The page of tether live: recorded goroutines of a program, joined with its source.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { accessible, close, open, tether } from "./lib.mjs";

const recorded = join(import.meta.dirname, "../../internal/cli/testdata/live");

// livePage runs tether live on a dump in which a label is hostile, and returns the page.
function livePage(...more) {
  const dir = mkdtempSync(join(tmpdir(), "tether-live-"));
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  cpSync(join(recorded, "leaky"), dir, { recursive: true });
  const dump = join(dir, "dump.txt"), out = join(dir, "live.html");
  copyFileSync(join(recorded, "recorded/go1.27.goroutineleak.2.txt"), dump);
  writeFileSync(dump, `\ngoroutine 900 [select, 47 minutes] {task: "<img src=x onerror=window.pwned=1>"}:\nmain.send(0x1)\n\texample.com/leaky/main.go:92 +0x1\ncreated by main.launch in goroutine 1\n\texample.com/leaky/main.go:58 +0x1\n`, { flag: "a" });
  try {
    execFileSync(tether, ["live", "-C", dir, "-format", "html", "-o", out, ...more, dump], { stdio: "pipe" });
  } catch (err) {
    if (err.status !== 1) throw err; // the gate
  }
  return pathToFileURL(out).href;
}

let url;
before(() => { url = livePage("-fail-on", "leaked,untracked"); });
after(close);

describe("the page of tether live", () => {
  test("loads from a file, asks for nothing, and says what there is", async () => {
    const p = await open(url);
    assert.deepEqual(p.log.requests, [url]);
    assert.deepEqual(p.log.errors, []);
    assert.equal(await p.title(), "example.com/leaky: tether live, FAIL");
    assert.deepEqual(await p.$$eval(".figure", (all) => all.map((e) => e.textContent)), ["21", "17", "15"]);
    assert.equal(await p.locator("#s0 tbody tr").count(), 13);
    assert.match(await p.textContent("#s0 tbody tr >> nth=0"), /detached.*go generic.*main\.go:88/s);
    await p.context().close();
  });

  test("sorts by a column", async () => {
    const p = await open(url);
    const longest = p.locator("#s0 th button", { hasText: "Longest" });
    await longest.click();
    await longest.click();
    assert.match(await p.textContent("#s0 tbody tr >> nth=0"), /47 min/);
    await p.context().close();
  });

  test("what is hostile is text", async () => {
    const p = await open(url);
    assert.equal(await p.evaluate(() => window.pwned), undefined);
    assert.equal(await p.locator("img").count(), 0);
    assert.match(await p.textContent("#s0"), /tasks: .*<img src=x onerror=window\.pwned=1>/);
    await p.context().close();
  });

  accessible(() => url);
});
