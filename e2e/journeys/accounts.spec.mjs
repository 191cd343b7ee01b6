// Accounts of officers: roles with terms, a first password, two-step sign-in. Once with scripts, so that
// every page can be looked at, and once without.
import { expect, test } from "@playwright/test";
import { createHmac } from "node:crypto";
import { STAFF_PASSWORD, isAccessible, picture, signedIn } from "../support/steps.mjs";

const OWN = "mèo con uống trà sen";

/** The code an authenticator application shows now (RFC 6238). */
function codeOf(typed, secondsLater = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...typed.replace(/\s/g, "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor((Date.now() / 1000 + secondsLater) / 30)));
  const digest = createHmac("sha1", key).update(step).digest();
  const offset = digest.at(-1) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function looksRight(page, name, scripts) {
  if (!scripts) return;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await isAccessible(page, `${name} ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, `accounts-${name}`);
}

async function openOfficer(page, login) {
  await page.goto("/quan-tri/nguoi-dung");
  await page.fill("main [name=q]", login);
  await page.click("main form.tools button");
  await page.click("main table a");
}

for (const [how, scripts] of [["with scripts", true], ["without scripts", false]]) {
  test(`an administrator gives a role for a time and ends it; what must not meet is refused (${how})`, async ({ browser, baseURL }) => {
    const page = await signedIn(browser, baseURL, "quantri.tinh", { javaScriptEnabled: scripts });
    await expect(page).toHaveURL(/nguoi-dung/);
    await looksRight(page, "officers", scripts);
    await openOfficer(page, "thue.tinh");
    await looksRight(page, "officer", scripts);
    await page.selectOption("main [name=role]", "leader");
    await page.fill("main [name=decision]", "12/QĐ-CT");
    await page.click("main form[action$=giao-vai-tro] button");
    await expect(page.locator(".errsum")).toContainText("Người thụ lý không được ký kết quả");
    await looksRight(page, "officer-refused", scripts);
    await page.selectOption("main [name=role]", "clerk");
    await page.click("main form[action$=giao-vai-tro] button");
    await expect(page.locator("main")).toContainText("Đã giao vai trò.");
    await expect(page.locator("main")).toContainText("12/QĐ-CT");
    await page.locator("main tr", { hasText: "12/QĐ-CT" }).getByRole("button").click();
    await expect(page.locator("main")).toContainText("không còn tác dụng từ lúc này");
    await page.context().close();
  });

  test(`a first password opens only the page that replaces it; then two-step sign-in is used (${how})`, async ({ browser, baseURL }) => {
    // Twelve pages are looked at, at two widths each.
    test.setTimeout(240_000);
    const administrator = await signedIn(browser, baseURL, "quantri.tinh", { javaScriptEnabled: scripts });
    await openOfficer(administrator, "bhxh.tinh");
    await administrator.click("main form[action$=mat-khau] button");
    await looksRight(administrator, "first-password", scripts);
    const first = await administrator.locator("dd.code").nth(1).innerText();

    const page = await (await browser.newContext({ baseURL, javaScriptEnabled: scripts, locale: "vi-VN" })).newPage();
    await enter(page, "bhxh.tinh", first);
    await expect(page).toHaveURL(/mat-khau-moi/);
    await looksRight(page, "own-password", scripts);
    await page.fill("[name=new]", OWN);
    await page.fill("[name=again]", OWN);
    await page.click("main form button.btn");
    await expect(page).toHaveURL(/ban-lam-viec/);

    await page.goto("/tai-khoan");
    await looksRight(page, "account", scripts);
    await page.goto("/tai-khoan/xac-thuc-hai-buoc");
    await looksRight(page, "factor", scripts);
    await page.fill("[name=password]", OWN);
    await page.click("main form button.btn");
    await looksRight(page, "set-up", scripts);
    const secret = await page.locator(".secret").innerText();
    await page.fill("[name=code]", codeOf(secret));
    await page.click("main form button.btn");
    await looksRight(page, "recovery-codes", scripts);
    const recovery = await page.locator("li.code").first().innerText();
    await page.click("main a.btn");
    await page.goto("/tai-khoan/xac-thuc-hai-buoc");
    await looksRight(page, "factor-on", scripts);

    await page.context().clearCookies();
    await enter(page, "bhxh.tinh", OWN);
    await expect(page).toHaveURL(/ma-xac-thuc/);
    await looksRight(page, "code", scripts);
    await page.fill("[name=code]", "000000");
    await page.click("main form button.btn");
    await expect(page.locator(".errsum")).toContainText("Mã chưa đúng");
    // The next code, because the one that set it up does not open as well.
    await page.fill("[name=code]", codeOf(secret, 30));
    await page.click("main form button.btn");
    await expect(page).toHaveURL(/ban-lam-viec/);

    await page.context().clearCookies();
    await enter(page, "bhxh.tinh", OWN);
    await page.fill("[name=code]", recovery.toLowerCase());
    await page.click("main form button.btn");
    await expect(page).toHaveURL(/ban-lam-viec/);

    // As it was, for whoever comes next.
    await openOfficer(administrator, "bhxh.tinh");
    await looksRight(administrator, "officer-with-factor", scripts);
    await administrator.fill("main [name=factor_reason]", "trả lại như cũ");
    await administrator.click("main form[action$=xac-thuc-hai-buoc] button");
    await expect(administrator.locator("main")).toContainText("Đã đặt lại xác thực hai bước");
    await enter(page, "bhxh.tinh", OWN);
    await page.goto("/tai-khoan");
    await page.fill("[name=current]", OWN);
    await page.fill("[name=new]", STAFF_PASSWORD);
    await page.fill("[name=again]", STAFF_PASSWORD);
    await page.click("main form[action$=mat-khau] button");
    await expect(page.locator("main")).toContainText("Đã đổi mật khẩu");
    await page.context().close();
    await administrator.context().close();
  });
}

async function enter(page, login, password) {
  await page.goto("/dang-nhap");
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", password);
  await page.click("main form button.btn");
}
