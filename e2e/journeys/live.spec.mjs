// Two officers at the same work: open pages hear of each other, and nothing that was typed is lost.
import { expect, test } from "@playwright/test";
import { act, isAccessible, picture, receive, signedIn } from "../support/steps.mjs";

const BUILDING_PERMIT = "1.013225";
const TYPED = "Bản vẽ thiếu mặt cắt móng";

test("a list says that something came; a form says who acted, and keeps what was typed", async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const head = await signedIn(browser, baseURL, "truongphong.halong");
  const specialist = await signedIn(browser, baseURL, "diachinh.halong");
  const code = await receive(counter, BUILDING_PERMIT);

  await head.goto("/ban-lam-viec");
  const shown = head.locator(".side a[href='/ban-lam-viec'] .count");
  const before = Number(await shown.innerText());
  await act(counter, code, "chuyen-buoc");
  const came = head.locator("[data-live-list]");
  await expect(came).toContainText("1 hồ sơ mới");
  await expect(shown).toHaveText(String(before + 1));
  await isAccessible(head, "list with news");
  await picture(head, "live-list");
  await came.getByRole("link").click();
  await expect(head.locator(`main a[href="/ho-so/${code}"]`).first()).toBeVisible();
  await expect(came.locator(".note")).toBeHidden();

  await act(head, code, "chuyen-buoc");
  await specialist.goto(`/ho-so/${code}/yeu-cau-bo-sung`);
  const typed = specialist.locator("main textarea, main input[type=text]").first();
  await typed.fill(TYPED);
  const colleague = await signedIn(browser, baseURL, "kinhte.halong");
  await act(colleague, code, "chuyen-buoc");
  const moved = specialist.locator("[data-live-dossier]");
  await expect(moved).toContainText("Đỗ Thị Quỳnh");
  await expect(typed).toHaveValue(TYPED);
  await isAccessible(specialist, "form with news");
  await picture(specialist, "live-form");
  for (const page of [counter, head, specialist, colleague]) await page.context().close();
});
