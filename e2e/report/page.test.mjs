import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hostile, ordinary } from "./fixture.mjs";
import { accessible, close, git, open, page, shown, violations } from "./lib.mjs";

let dir, url;
before(() => {
  dir = ordinary();
  url = page(dir, "-history", "4");
});
after(close);

describe("the page", () => {
  test("loads from a file and asks for nothing", async () => {
    const p = await open(url);
    assert.deepEqual(p.log.requests, [url]);
    assert.deepEqual(p.log.errors, []);
    assert.equal(await p.title(), "example.com/shop: tether report, FAIL");
    assert.equal(git(dir, "worktree", "list").trim().split("\n").length, 1);
    await p.context().close();
  });

  test("runs no script but its own", async () => {
    const p = await open(url);
    await p.evaluate(() => {
      const s = document.createElement("script");
      s.textContent = "window.injected = 1";
      document.body.append(s);
      document.body.insertAdjacentHTML("beforeend", '<img src="http://127.0.0.1:9/x.png">');
    });
    assert.equal(await p.evaluate(() => window.injected), undefined);
    assert.deepEqual(p.log.failed, ["http://127.0.0.1:9/x.png csp"], "the policy stops it before the network does");
    await p.context().close();
  });

  test("reads whole without script", async () => {
    const p = await open(url, { javaScriptEnabled: false });
    assert.ok(await p.isHidden("form.tools"), "what needs script is not there");
    assert.ok(await p.isHidden("#theme"));
    assert.ok(await p.isVisible(".treemap a >> nth=0"));
    const item = p.locator("details.item", { hasText: "leak" }).first();
    await item.locator("summary").click();
    assert.ok(await item.locator("mark").first().isVisible());
    assert.match(await item.locator("em").first().textContent(), /acquired here/);
    await p.locator(".treemap a").first().click();
    assert.match(p.url(), /#p\d+$/);
    await p.context().close();
  });

  test("says what there is", async () => {
    const p = await open(url);
    assert.match(await p.textContent(".verdict"), /FAIL.*new findings/);
    const cards = await p.$$eval(".card", (all) => all.map((c) => c.innerText));
    assert.match(cards[0], /Launches tracked\s+[\d.]+ %/);
    assert.equal((await shown(p)).length, await p.locator("details.item").count());
    assert.ok(await p.locator("#requirements tbody tr").count() === 5);
    await p.context().close();
  });

  test("fits a phone", async () => {
    for (const width of [320, 390]) {
      const p = await open(url, { viewport: { width, height: 800 } });
      await p.click("#open");
      const wide = await p.evaluate(() => [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll,.src,svg")).map((e) => e.outerHTML.slice(0, 80)));
      assert.deepEqual(wide, []);
      assert.equal(await p.evaluate(() => document.documentElement.scrollWidth), width);
      await p.context().close();
    }
  });

  test("prints", async () => {
    const p = await open(url);
    await p.click("#close");
    await p.emulateMedia({ media: "print" });
    assert.ok(await p.isHidden("nav"));
    assert.ok(await p.isHidden("form.tools"));
    assert.ok(await p.locator("details.item .src").first().evaluate((e) => e.checkVisibility({ contentVisibilityAuto: true })), "what is closed is printed too");
    const pdf = await p.pdf();
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.ok(pdf.length > 20_000);
    await p.context().close();
  });
});

describe("the trend", () => {
  test("has a point for each commit and names the gap", async () => {
    const p = await open(url);
    assert.equal(await p.locator("#trend svg.chart").count(), 2);
    assert.equal(await p.locator("#trend svg.chart >> nth=0 >> .hit").count(), 4);
    assert.match(await p.textContent("#trend .gaps"), /1 point without figures\w{10} of 3 March 2026: (server\/server\.go:19:13: cannot use)/);
    await p.click("#trend summary >> text=The figures");
    const rows = await p.$$eval("#trend tbody tr", (all) => all.map((r) => r.cells[0].textContent));
    assert.deepEqual(rows, ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]);
    await p.context().close();
  });
});

describe("accessibility", () => {
  accessible(() => url, async (p) => {
    await p.click("#open");
    await p.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    await p.click('.chips button[data-v="raw-go"]');
    await p.click("th button >> nth=0");
    await p.locator(".treemap a").first().click();
    assert.deepEqual(await violations(p), []);
  });
  test("the theme that is chosen holds against the system's", async () => {
    for (const [colorScheme, presses] of [["dark", 1], ["light", 2]]) {
      const p = await open(url, { colorScheme });
      const before = await p.evaluate(() => getComputedStyle(document.body).backgroundColor);
      for (let i = 0; i < presses; i++) await p.click("#theme");
      assert.notEqual(await p.evaluate(() => getComputedStyle(document.body).backgroundColor), before);
      assert.deepEqual(await violations(p), []);
      await p.reload();
      assert.match(await p.textContent("#theme"), colorScheme === "dark" ? /light/ : /dark/);
      await p.context().close();
    }
  });
});

describe("what is hostile", () => {
  test("is text", async () => {
    const p = await open(page(hostile()));
    await p.click("#open");
    assert.equal(await p.evaluate(() => window.pwned), undefined);
    assert.equal(p.log.dialogs, 0);
    assert.deepEqual(p.log.errors, []);
    assert.equal(await p.locator("img").count(), 0);
    assert.equal(await p.locator("script").count(), 1);
    assert.equal(await p.locator("style").count(), 1);
    const text = await p.textContent("main");
    assert.ok(text.includes("<script>window.pwned=1</script>"));
    assert.ok(text.includes(`b<img src=x onerror=alert(3)>&"'.go`));
    assert.ok(text.includes("\\u202e") && !text.includes("\u202e"));
    await p.locator(".treemap a").first().click();
    await p.locator(".treemap a").first().click();
    assert.equal(await p.evaluate(() => window.pwned), undefined);
    assert.deepEqual(await violations(p), []);
    await p.context().close();
  });
});
