// The administrator changes the working calendar: form, preview of the dossiers it moves, save.
import { expect, test } from "@playwright/test";
import { isAccessible, picture, signedIn } from "../support/steps.mjs";

const HOME = "/quan-tri/lich-lam-viec";

// A year far away, so that no other journey is promised another date.
const YEAR = 2031;

test("a swap is previewed, saved and seen in its year, without scripts", async ({ browser, baseURL }) => {
  const administrator = await signedIn(browser, baseURL, "quantri.tinh", { javaScriptEnabled: false });
  await administrator.goto(HOME);
  await administrator.click("text=Hoán đổi ngày làm việc");
  await administrator.fill("[name=off]", `06/06/${YEAR}`);
  await administrator.fill("[name=worked]", `13/06/${YEAR}`);
  await administrator.click("main form.card button");
  await expect(administrator.locator(".errsum"), "a reason is asked for").toBeVisible();
  await expect(administrator.locator("[name=off]")).toHaveValue(`06/06/${YEAR}`);
  await administrator.fill("[name=worked]", `14/06/${YEAR}`);
  await administrator.fill("[name=reason]", "Thông báo 77/TB-UBND");
  await administrator.click("main form.card button");

  await expect(administrator.locator("main")).toContainText(`thứ Sáu 06/06/${YEAR}, Nghỉ hoán đổi`);
  await expect(administrator.locator("#anh-huong")).toHaveText("Ảnh hưởng đến hồ sơ");
  await administrator.click(`form[action='${HOME}/luu'] button`);
  await expect(administrator).toHaveURL(`${HOME}?nam=${YEAR}`);
  await expect(administrator.locator("main")).toContainText("Thông báo 77/TB-UBND");
  await expect(administrator.locator(`td[title^="Nghỉ hoán đổi"]`)).toHaveText(/^6/);
  await expect(administrator.locator(`td[title^="Làm bù"]`)).toHaveText(/^14/);
});

test("the calendar and its forms are accessible", async ({ browser, baseURL }) => {
  const administrator = await signedIn(browser, baseURL, "quantri.tinh");
  for (const [end, name] of [["", "year"], [`?nam=${YEAR}`, "expected-year"], ["/gio-lam-viec", "hours"], ["/tam-dung", "suspension"], ["/nhap", "import"]]) {
    await administrator.goto(HOME + end);
    await isAccessible(administrator, name);
    await picture(administrator, `calendar-${name}`);
  }
});
