// What the tests share: modules that are made up, the pages that tether makes of
// them, and a browser that is cut off.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const tether = path.resolve(import.meta.dirname, "../../bin/tether");
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const scratch = mkdtempSync(path.join(tmpdir(), "tether-e2e-report-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

// module writes the files of a module and returns its directory.
export function module(name, files) {
  const dir = path.join(scratch, name);
  for (const [file, text] of Object.entries({ "go.mod": `module example.com/${name}\n\ngo 1.26\n`, ...files })) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
  return dir;
}

// page makes the page of a module and returns its address.
export function page(dir, ...flags) {
  const out = path.join(dir, "page.html");
  const r = spawnSync(tether, ["report", "-format", "html", "-o", out, ...flags], { cwd: dir, encoding: "utf8", env: { ...process.env, TETHER_CACHE: path.join(scratch, "cache") } });
  if (r.status !== 0 && r.status !== 1) throw new Error(r.stderr);
  return pathToFileURL(out).href;
}

export function git(dir, ...args) {
  return execFileSync("git", ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com", ...args], { cwd: dir, encoding: "utf8" });
}

let browser;
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  return browser;
}
export async function close() {
  await browser?.close();
}

// open opens an address with the network cut. What the page says, asks for or throws is
// in its log.
export async function open(url, options = {}) {
  const context = await (await launch()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.setOffline(true);
  const p = await context.newPage();
  p.log = { requests: [], failed: [], errors: [], dialogs: 0 };
  p.on("request", (r) => p.log.requests.push(r.url()));
  p.on("requestfailed", (r) => p.log.failed.push(r.url() + " " + r.failure().errorText));
  p.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") p.log.errors.push(m.text()); });
  p.on("pageerror", (e) => p.log.errors.push(e.message));
  p.on("dialog", (d) => { p.log.dialogs++; d.dismiss(); });
  await p.goto(url);
  return p;
}

// violations are what axe-core finds on a page, all of its rules on.
export async function violations(p) {
  await p.evaluate(axe);
  const found = await p.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + (n.any[0]?.message || "")).join(" | ")}`);
}

// shown are the texts of the findings that are not hidden.
export const shown = (p) => p.$$eval("details.item", (all) => all.filter((d) => d.checkVisibility()).map((d) => d.querySelector("summary").textContent));

// accessible tests in both themes, on a desk and on a phone, that axe-core finds nothing
// on a page and that it is as wide as its window. address is asked when the tests run;
// more is what else to do there.
export function accessible(address, more = async () => {}) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      test(`axe-core finds nothing: ${colorScheme}, ${width} pixels wide`, async () => {
        const p = await open(address(), { colorScheme, viewport: { width, height: 900 } });
        assert.deepEqual(await violations(p), []);
        assert.equal(await p.evaluate(() => document.documentElement.scrollWidth), width);
        await more(p);
        await p.context().close();
      });
    }
  }
}
