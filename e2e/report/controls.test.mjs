import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { ordinary } from "./fixture.mjs";
import { close, open, page, shown } from "./lib.mjs";

let url, p, all;
before(() => { url = page(ordinary()); });
beforeEach(async () => {
  await p?.context().close();
  p = await open(url);
  all = (await shown(p)).length;
});
after(close);

const rule = (name) => p.locator(`.chips button[data-v="${name}"]`);

describe("filters", () => {
  test("by rule, several at once", async () => {
    await rule("leak").click();
    const leaks = await shown(p);
    assert.ok(leaks.length > 0 && leaks.length < all && leaks.every((t) => t.startsWith("leak")));
    assert.equal(await rule("leak").getAttribute("aria-pressed"), "true");
    await rule("raw-go").click();
    assert.ok((await shown(p)).length > leaks.length);
    await p.waitForFunction(() => location.hash === "#rule=leak%2Craw-go");
    await rule("leak").click();
    await rule("raw-go").click();
    assert.equal((await shown(p)).length, all);
    await p.waitForFunction(() => location.hash === "");
  });

  test("by class", async () => {
    await rule("joined").click();
    const joined = await shown(p);
    assert.ok(joined.length > 0 && joined.length < all && joined.every((t) => t.includes("joined")));
  });

  test("by status", async () => {
    await rule("suppressed").click();
    assert.equal((await shown(p)).length, 1);
    assert.match((await shown(p))[0], /suppressed/);
  });

  test("by package", async () => {
    await p.selectOption("#pkg", "example.com/shop/store");
    const texts = await shown(p);
    assert.ok(texts.length > 0 && texts.every((t) => t.includes("store/store.go")));
    assert.equal(await p.locator(".grp:visible").count(), 1, "packages without any are not shown");
  });

  test("by text, all of its words, in the source too", async () => {
    await p.fill("#q", "os.OPEN server");
    await p.waitForFunction((n) => [...document.querySelectorAll("details.item")].filter((d) => !d.hidden).length < n, all);
    assert.deepEqual((await shown(p)).map((t) => /server\/server\.go/.test(t)), [true]);
    assert.match(await p.textContent("#count"), new RegExp(`^1 of ${all} findings$`));
    await p.fill("#q", "no such thing anywhere");
    await p.waitForSelector(".none:not([hidden])");
    await p.click("#reset");
    assert.equal((await shown(p)).length, all);
    assert.equal(await p.inputValue("#q"), "");
    assert.ok(await p.isHidden("#reset"));
  });

  test("stand in the address", async () => {
    await rule("leak").click();
    await p.selectOption("#pkg", "example.com/shop/server");
    await p.fill("#q", "load");
    await p.waitForFunction(() => location.hash.includes("q=load"));
    const was = await shown(p), address = p.url();
    for (const there of [address, address.replace("#", "?")]) {
      const other = await open(there);
      assert.deepEqual(await shown(other), was);
      assert.equal(await other.inputValue("#q"), "load");
      assert.equal(await other.inputValue("#pkg"), "example.com/shop/server");
      await other.context().close();
    }
    await p.goto(url + "#class=detached");
    await p.waitForFunction(() => document.querySelector('[data-v="detached"]').getAttribute("aria-pressed") === "true");
    assert.equal(await p.inputValue("#q"), "", "an address says all");
  });
});

describe("findings", () => {
  test("open and close, one and all", async () => {
    await p.click("#close");
    assert.equal(await p.locator("details.item[open]").count(), 0);
    await p.locator("details.item summary").first().click();
    assert.equal(await p.locator("details.item[open]").count(), 1);
    assert.ok(await p.locator("details.item[open] .src .k").first().isVisible(), "source is coloured");
    await p.click("#open");
    assert.equal(await p.locator("details.item[open]").count(), all);
  });

  test("have an address of their own", async () => {
    await p.click("#close");
    const id = await p.locator("details.item").nth(2).getAttribute("id");
    const other = await open(url + "#" + id);
    assert.ok(await other.evaluate((id) => document.getElementById(id).open, id));
    await other.waitForFunction((id) => document.activeElement.parentElement.id === id, id);
    await other.context().close();
  });

  test("lead to the page of their rule", async () => {
    await p.click("#open");
    await p.locator("details.item a", { hasText: "about leak" }).first().click();
    await p.waitForFunction(() => document.getElementById("r-leak").open);
    assert.match(await p.textContent("#r-leak"), /Why\..*How to suppress/s);
  });
});

describe("the map", () => {
  const cells = () => p.$$eval(".treemap a", (all) => all.map((a) => a.querySelector("title").textContent));

  test("goes down to files and findings, and back", async () => {
    assert.equal((await cells()).length, 3);
    await p.locator(".treemap a", { hasText: "server" }).click();
    assert.deepEqual((await cells()).map((c) => c.split(":")[0]), ["server/server.go"]);
    assert.match(await p.textContent(".crumbs"), /example\.com\/shop\/server/);
    await p.locator(".treemap a").first().click();
    assert.ok((await shown(p)).every((t) => t.includes("server/server.go")));
    await p.waitForFunction(() => location.hash === "#pkg=example.com%2Fshop%2Fserver&file=server%2Fserver.go");
    assert.equal(await p.textContent(".tools .file"), "in server/server.go");
    await p.click(".crumbs button");
    assert.equal((await cells()).length, 3);
  });

  test("areas are as what there is", async () => {
    const got = await p.$$eval(".treemap a", (all) => all.map((a) => {
      const r = a.querySelector("rect");
      return { n: +/of (\d+) owned/.exec(a.querySelector("title").textContent)[1], area: (+r.getAttribute("width") + 2) * (+r.getAttribute("height") + 2) };
    }));
    const unit = got[0].area / got[0].n;
    for (const g of got) assert.ok(Math.abs(g.area / g.n - unit) < unit / 100);
  });

  test("takes the room there is", async () => {
    await p.setViewportSize({ width: 400, height: 800 });
    await p.waitForFunction(() => document.querySelector(".treemap").viewBox.baseVal.width < 400);
    assert.equal((await cells()).length, 3);
  });
});

describe("the inventory", () => {
  test("is sorted by each column, up and down", async () => {
    const table = p.locator("#inventory table").first();
    const heads = await table.locator("th").count();
    const column = (i) => table.locator("tbody tr").evaluateAll((rows, i) => rows.map((r) => r.cells[i].textContent.trim()), i);
    const order = new Intl.Collator("en", { numeric: true }).compare;
    for (let i = 0; i < heads; i++) {
      await table.locator("th button").nth(i).click();
      assert.equal(await table.locator("th").nth(i).getAttribute("aria-sort"), "ascending");
      const up = await column(i);
      assert.deepEqual(up, up.toSorted(order));
      await table.locator("th button").nth(i).click();
      assert.equal(await table.locator("th").nth(i).getAttribute("aria-sort"), "descending");
      assert.deepEqual((await column(i)).map(String), up.toSorted((a, b) => -order(a, b)));
    }
  });
});

describe("the keyboard alone", () => {
  const focused = () => p.evaluate(() => document.activeElement.outerHTML.slice(0, 60));

  test("skips to the content", async () => {
    await p.keyboard.press("Tab");
    assert.match(await focused(), /class="skip"/);
    assert.ok((await p.locator(".skip").boundingBox()).x >= 0, "it can be seen");
    await p.keyboard.press("Enter");
    assert.match(await focused(), /<main/);
  });

  test("filters", async () => {
    await p.keyboard.press("/");
    assert.match(await focused(), /id="q"/);
    await p.keyboard.type("leak");
    await p.waitForFunction(() => location.hash === "#q=leak");
    await p.keyboard.press("Tab");
    await p.keyboard.press("Tab");
    await p.keyboard.press("Space");
    await p.waitForFunction(() => /rule=.*q=leak/.test(location.hash));
    assert.match(await focused(), /aria-pressed="true"/);
  });

  test("opens findings, sorts, and goes through the map", async () => {
    await p.click("#close");
    await p.locator("details.item summary").first().focus();
    await p.keyboard.press("Enter");
    assert.equal(await p.locator("details.item[open]").count(), 1);
    await p.locator("#inventory th button").first().focus();
    await p.keyboard.press("Enter");
    assert.equal(await p.locator("#inventory th[aria-sort=ascending]").count(), 1);
    await p.locator(".treemap a").first().focus();
    await p.keyboard.press("Enter");
    assert.ok(await p.isVisible(".crumbs"));
    assert.match(await focused(), /<a /, "focus goes along");
    await p.keyboard.press("Escape");
    assert.ok(await p.isHidden(".crumbs"));
  });

  test("gets everywhere and is nowhere held", async () => {
    await p.click("#close");
    const wanted = await p.evaluate(() => {
      const can = [...document.querySelectorAll("a[href],button,input,select,summary,[tabindex='0']")].filter((e) => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) && !e.closest("details:not([open]) > :not(summary)"));
      can.forEach((e, i) => { e.dataset.tab = i; });
      document.activeElement.blur();
      scrollTo(0, 0);
      return can.length;
    });
    const seen = new Set();
    for (let i = 0; i < wanted + 5; i++) {
      await p.keyboard.press("Tab");
      const at = await p.evaluate(() => document.activeElement.dataset.tab);
      if (at !== undefined) seen.add(at);
    }
    assert.equal(seen.size, wanted);
  });
});
