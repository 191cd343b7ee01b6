// What everybody sees: accessible in both languages, wide and narrow.
import { expect, test } from "@playwright/test";
import { isAccessible, picture } from "../support/steps.mjs";

const PAGES = [
  ["home", "/"],
  ["procedures", "/thu-tuc"],
  ["search", "/thu-tuc?q=so+do"],
  ["nothing-found", "/thu-tuc?q=zzzzqqq"],
  ["procedure", "/thu-tuc/1.013225"],
  ["filing", "/nop-ho-so"],
  ["filing-start", "/nop-ho-so/1.001193"],
  ["look-up", "/tra-cuu"],
  ["sign-in", "/dang-nhap"],
  ["registration", "/dang-ky"],
  ["signature", "/xac-minh"],
  ["help", "/tro-giup"],
  ["accessibility", "/kha-nang-tiep-can"],
  ["privacy", "/quyen-rieng-tu"],
  ["contact", "/lien-he"],
  ["events", "/su-kien"],
  ["event", "/su-kien/sinh-con"],
  ["narrowed", "/thu-tuc?q=khai+sinh&truc-tuyen=toan-trinh&khong-thu-phi=1"],
  ["mended", "/thu-tuc?q=kahi+sinh"],
  ["unknown-code", "/thu-tuc/1.013832"],
  ["not-found", "/khong-co-trang-nay"],
];

for (const [name, address] of PAGES) {
  test(`${name} is accessible in both languages at every width`, async ({ page }) => {
    for (const language of ["vi", "en"]) {
      const mark = address.includes("?") ? "&" : "?";
      await page.goto(`${address}${mark}lang=${language}`);
      for (const width of [1280, 390, 320]) {
        await page.setViewportSize({ width, height: 900 });
        await isAccessible(page, `${name} ${language} ${width}`);
      }
    }
    await page.goto(`${address}${address.includes("?") ? "&" : "?"}lang=vi`);
    await picture(page, `public-${name}`);
  });
}

test("everyday words without marks find the right procedure", async ({ page }) => {
  await page.goto("/");
  await page.fill("[name=q]", "xin phep xay nha");
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toContainText("giấy phép xây dựng");
});

test("an unknown code and a malformed one get a neutral answer", async ({ page }) => {
  await page.goto("/tra-cuu?ma=H49.101-260101-9999");
  await expect(page.locator("main")).toContainText("Chưa thấy hồ sơ");
});

test("without a script the list is narrowed by links, and choices are dropped one by one", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, locale: "vi-VN" });
  const page = await context.newPage();
  await page.goto("/thu-tuc?q=khai+sinh");
  await page.getByRole("link", { name: "Trực tuyến toàn trình" }).click();
  await page.getByRole("link", { name: /^Không thu phí/ }).click();
  await expect(page).toHaveURL(/q=khai%20sinh&truc-tuyen=toan-trinh&khong-thu-phi=1/);
  await page.locator(".chosen").getByRole("link", { name: "Bỏ chọn Trực tuyến toàn trình" }).click();
  await expect(page).toHaveURL(/q=khai%20sinh&khong-thu-phi=1$/);
  await context.close();
});

test("a life event leads to filing its first procedure", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: /^Sinh con/ }).click();
  await page.locator("main ol").getByRole("link", { name: /Liên thông thủ tục/ }).first().click();
  await expect(page).toHaveURL(/\/thu-tuc\/2\.000986$/);
});

test("a signed file is checked without an account", async ({ page }) => {
  await page.goto("/xac-minh");
  await page.setInputFiles("[name=tep]", "../crates/signing/samples/signed.pdf");
  await page.click("main form button");
  // The demo trusts nobody, so the signer stays open; the content does not.
  await expect(page.locator("main")).toContainText("Nội dung đã ký còn nguyên vẹn");
  await expect(page.locator("main")).toContainText("Nguyễn Thị Hồng");
  await isAccessible(page, "signature result");
});
