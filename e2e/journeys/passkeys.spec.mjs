// Passkeys, with the device that Chromium plays for tests: added, used as second factor and instead of
// the password, copied, removed.
import { expect, test } from "@playwright/test";
import { STAFF_PASSWORD, isAccessible, picture, signedIn } from "../support/steps.mjs";

const LOGIN = "thue.tinh";
const OWN = "/tai-khoan/khoa-truy-cap";

/** A security chip that checks a finger. */
async function deviceOf(page) {
  const chip = await page.context().newCDPSession(page);
  await chip.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await chip.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    checksFinger: (isUserVerified) => chip.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    credential: async () => (await chip.send("WebAuthn.getCredentials", { authenticatorId })).credentials[0],
    replace: async (credential) => {
      await chip.send("WebAuthn.clearCredentials", { authenticatorId });
      await chip.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
  };
}

async function enter(page) {
  await page.goto("/dang-nhap");
  await page.fill("[name=login]", LOGIN);
  await page.fill("[name=password]", STAFF_PASSWORD);
  await page.click("main form:not([data-passkey]) button.btn");
}

async function looksRight(page, name) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await isAccessible(page, `${name} ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, `passkeys-${name}`);
}

test("a passkey is added, passes the second step, signs in alone, and is removed", async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const page = await signedIn(browser, baseURL, LOGIN);
  const device = await deviceOf(page);
  await page.goto("/tai-khoan");
  await page.click(`main a[href="${OWN}"]`);
  await looksRight(page, "none");
  const add = page.locator("form[data-passkey=create]");
  await add.locator("[name=name]").fill("Máy ở cơ quan");
  await add.locator("[name=password]").fill("sai rồi");
  await add.getByRole("button").click();
  await expect(add.locator("[data-passkey-told]")).toContainText("Mật khẩu hiện tại chưa đúng");
  await looksRight(page, "refused");
  await add.locator("[name=password]").fill(STAFF_PASSWORD);
  await add.getByRole("button").click();
  await expect(page.locator("main li.code")).toHaveCount(10);
  await page.click("main a.btn");
  await expect(page.locator("main table")).toContainText("Máy ở cơ quan");
  await looksRight(page, "one");

  await page.context().clearCookies();
  await enter(page);
  await expect(page).toHaveURL(/ma-xac-thuc/);
  await looksRight(page, "step");
  await device.checksFinger(false);
  await page.click("form[data-passkey] button");
  await expect(page.locator("[data-passkey-told]")).toContainText("Thiết bị chưa trả lời được");
  await device.checksFinger(true);
  await page.click("form[data-passkey] button");
  await expect(page).toHaveURL(/ban-lam-viec/);

  await page.context().clearCookies();
  const copy = await device.credential();
  await page.goto("/dang-nhap");
  await looksRight(page, "sign-in");
  await page.click("form[data-passkey] button");
  await expect(page).toHaveURL(/ban-lam-viec/);

  const kept = await device.credential();
  await page.context().clearCookies();
  await device.replace({ ...copy, signCount: 0 });
  await page.goto("/dang-nhap");
  await page.click("form[data-passkey] button");
  await expect(page.locator(".errsum")).toContainText("dấu hiệu bị sao chép");
  await device.replace(kept);
  await page.click("form[data-passkey] button");
  await expect(page).toHaveURL(/ban-lam-viec/);

  await page.goto(OWN);
  await page.locator("main [name=passkey]").check();
  await page.fill("main [name=removal_password]", STAFF_PASSWORD);
  await page.click("main form[action$=go-bo] button");
  await expect(page.locator("main")).toContainText("Đã bỏ khóa truy cập");
  await page.context().clearCookies();
  await page.goto("/dang-nhap");
  await page.click("form[data-passkey] button");
  await expect(page.locator(".errsum")).toContainText("chưa được thêm ở đây hoặc đã bị bỏ");
  await enter(page);
  await expect(page).toHaveURL(/ban-lam-viec/);
  await page.context().close();
});

test("without scripts the page says what passkeys need and leads to the code", async ({ browser, baseURL }) => {
  const page = await signedIn(browser, baseURL, LOGIN, { javaScriptEnabled: false });
  await page.goto(OWN);
  await expect(page.locator("[data-passkey-without]")).toBeVisible();
  await expect(page.locator("form[data-passkey]")).toBeHidden();
  await page.click("[data-passkey-without] a");
  await expect(page).toHaveURL(/xac-thuc-hai-buoc/);
  await page.context().close();
});
