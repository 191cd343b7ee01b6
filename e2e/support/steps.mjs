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

/** Fills a command's form at its own address and sends it. */
export async function act(officer, code, slug, fields = {}) {
  await officer.goto(`/ho-so/${code}/${slug}`);
  for (const [name, value] of Object.entries(fields)) {
    const field = officer.locator(`main [name="${name}"]`).first();
    const kind = await field.evaluate((element) => element.type ?? element.tagName.toLowerCase());
    if (kind === "radio") await officer.check(`main [name="${name}"][value="${value}"]`);
    else if (kind === "checkbox" && value !== true) await officer.check(`main [name="${name}"][value="${value}"]`);
    else if (kind === "checkbox") await field.check();
    else if (kind === "select-one") await field.selectOption(value);
    else await field.fill(value);
  }
  // Who has a certificate signs what they approve.
  const pin = officer.locator("main [name=pin]");
  if (slug === "phe-duyet" && !fields.pin && (await pin.count()) > 0) await pin.fill(DEMO_PIN);
  await officer.click("main button[name=viec][value=gui]");
  await expect(officer, `${slug} is done`).not.toHaveURL(new RegExp(`/${slug}$`));
}

/** What the public reads of a dossier. */
export async function publicSays(page, code, words) {
  await page.goto(`/tra-cuu/${code}`);
  await expect(page.locator("main")).toContainText(words);
}

/** Opens the keys of the demo. */
export const DEMO_PIN = "246810";

/** The QR text of an identity card, as a scanner types it. */
export const CARD = "022099000117|100999111|Lý Văn Phúc|01021999|Nam|Tổ 7, phường Hạ Long, tỉnh Quảng Ninh|10052021";

/** Receives a dossier at the counter and gives its code. */
export async function receive(officer, procedure, { looked } = {}) {
  await officer.goto(`/quay?thu-tuc=${procedure}`);
  await officer.locator("[data-scan]").first().fill(CARD);
  await officer.keyboard.press("Enter");
  await expect(officer.locator("[name='owner.name']")).toHaveValue("Lý Văn Phúc");
  expect(officer.url(), "no personal data in addresses").not.toContain("022099000117");
  await officer.fill("[name='owner.phone']", "0900000117");
  for (const box of await officer.locator("main input[name=giay]").all()) await box.check();
  if (looked) await looked(officer);
  if (await officer.locator("[name=fee_paid]").count()) {
    await officer.check("[name=fee_paid]");
    await officer.fill("[name=fee_proof]", "GD 20261124-001");
  }
  await officer.click("button[name=viec][value=tiep-nhan]");
  await expect(officer).toHaveURL(/da-nhan/);
  return officer.url().match(/H49[.0-9]*-\d{6}-\d{4,}/)[0];
}
