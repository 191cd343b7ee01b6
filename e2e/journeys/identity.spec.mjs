// Signing in through a real OpenID provider, with the claims of the national sign-in.
import { expect, test } from "@playwright/test";
import { CITIZEN_PASSWORD, isAccessible, picture } from "../support/steps.mjs";

/** At the provider: says who one is and agrees. */
async function identifies(page, person) {
  await page.fill("[name=login]", person);
  await page.fill("[name=password]", "whatever");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
}

// People of the provider are told apart by engine and by with or without scripts.
const unique = (person, info, scripts) => `${person}@${info.project.name}-${scripts}`;

for (const scripts of [true, false]) {
  test(`a citizen comes in by the identity account, the second time at once (scripts: ${scripts})`, async ({ browser, baseURL }, info) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: scripts, locale: "vi-VN" });
    const page = await context.newPage();
    await page.goto("/dang-nhap?tiep=/tai-khoan");
    if (scripts) {
      await isAccessible(page, "sign-in with providers");
      await picture(page, "identity-sign-in");
    }
    await page.getByRole("link", { name: "Đăng nhập bằng VNeID" }).click();
    await identifies(page, unique("lan", info, scripts));
    await expect(page).toHaveURL(/dinh-danh\/tai-khoan$/);
    await expect(page.locator("main")).toContainText("Nguyễn Thị Lan");
    await expect(page.locator("main")).not.toContainText("022190000001");
    if (scripts) {
      await isAccessible(page, "choice of an account");
      await picture(page, "identity-choice");
    }
    await page.getByRole("button", { name: "Tạo tài khoản mới" }).click();
    await expect(page).toHaveURL(/tai-khoan$/);
    await expect(page.locator("main")).toContainText("không có mật khẩu");
    if (scripts) await picture(page, "identity-account");
    await page.getByRole("button", { name: "Đăng xuất" }).first().click();
    await page.goto("/dang-nhap?tiep=/tai-khoan");
    await page.getByRole("link", { name: "Đăng nhập bằng VNeID" }).click();
    // The provider still knows the person.
    await expect(page).toHaveURL(/tai-khoan$/);
    await expect(page.locator("main")).toContainText("Đã liên kết từ");
    await context.close();
  });
}

test("an account with a password is linked after signing in to it, and whoever gives up is told", async ({ browser, baseURL }, info) => {
  const context = await browser.newContext({ baseURL, locale: "vi-VN" });
  const page = await context.newPage();
  const phone = `09${String(Date.now()).slice(-8)}`;
  await page.goto("/dang-ky");
  await page.fill("[name=name]", "Trần Văn An");
  await page.fill("[name=contact]", phone);
  await page.fill("[name=password]", CITIZEN_PASSWORD);
  await page.click("main form button.btn");
  await page.context().clearCookies();
  await page.goto("/dang-nhap");
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID" }).click();
  await page.getByRole("link", { name: /Cancel/ }).click();
  await expect(page.locator("body")).toContainText("Ông/bà đã dừng đăng nhập");
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID" }).click();
  await identifies(page, unique("an", info, true));
  await page.getByRole("link", { name: "Đăng nhập để liên kết" }).click();
  await page.fill("[name=login]", phone);
  await page.fill("[name=password]", CITIZEN_PASSWORD);
  await page.click("main form button.btn");
  await page.getByRole("button", { name: "Liên kết" }).click();
  await expect(page.locator("body")).toContainText("Đã liên kết. Từ nay đăng nhập được bằng tài khoản định danh");
  await page.goto("/tai-khoan");
  await expect(page.locator("main")).toContainText("Đã liên kết từ");
  await context.close();
});

test("an officer is known by the login, a stranger is told whom to ask", async ({ browser, baseURL }) => {
  for (const [person, address, told] of [["quantri.tinh", /quan-tri\/nguoi-dung/, "Tài khoản"], ["nobody", /dang-nhap/, "Chưa có tài khoản cán bộ"]]) {
    const context = await browser.newContext({ baseURL, locale: "vi-VN" });
    const page = await context.newPage();
    await page.goto("/dang-nhap");
    await page.getByRole("link", { name: "Đăng nhập bằng tài khoản công vụ" }).click();
    await identifies(page, person);
    await expect(page).toHaveURL(address);
    await expect(page.locator("body")).toContainText(told);
    await context.close();
  }
});
