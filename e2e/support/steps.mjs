// Steps that several journeys share, in the words of the people who take them.
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { mkdirSync } from "node:fs";

export const STAFF_PASSWORD = "mot-cua-demo-2026";
export const CITIZEN_PASSWORD = "cong-dan-demo";

/** A page of its own for somebody who signs in. */
export async function signedIn(browser, baseURL, login, { javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ baseURL, javaScriptEnabled, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
  const page = await context.newPage();
  await page.goto("/dang-nhap");
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", /^\d/.test(login) ? CITIZEN_PASSWORD : STAFF_PASSWORD);
  await page.click("main form button.btn");
  await expect(page).not.toHaveURL(/dang-nhap/);
  return page;
}

/** WCAG 2.2 AA and best practice, no violation, no sideways scroll. */
export async function isAccessible(page, name) {
  const found = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const told = found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(", ")}`);
  expect(told, name).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Pictures at desk and telephone width, for people to look at. */
export async function picture(page, name) {
  mkdirSync("results/pictures", { recursive: true });
  const before = page.viewportSize();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `results/pictures/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize(before);
}
