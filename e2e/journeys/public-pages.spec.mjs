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
  ["help", "/tro-giup"],
  ["accessibility", "/kha-nang-tiep-can"],
  ["privacy", "/bao-ve-du-lieu"],
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
