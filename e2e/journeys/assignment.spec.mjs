// Who works a step: taken with one button, given to several, and nobody works what is another's.
import { expect, test } from "@playwright/test";
import { act, isAccessible, picture, receive, signedIn } from "../support/steps.mjs";

test("an officer takes the most urgent, a head gives it to the colleague", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const head = await signedIn(browser, baseURL, "truongphong.halong");
  const specialist = await signedIn(browser, baseURL, "diachinh.halong", { javaScriptEnabled: false });
  const colleague = await signedIn(browser, baseURL, "kinhte.halong");
  const code = await receive(counter, "1.013225");
  await act(counter, code, "chuyen-buoc");
  await act(head, code, "chuyen-buoc");

  await specialist.goto("/ban-lam-viec?cua=chua-giao");
  await specialist.click("main form[action='/ban-lam-viec/lay-viec'] button");
  await expect(specialist).toHaveURL(/\/ho-so\/H49\./);
  const taken = specialist.url().split("/ho-so/")[1];
  await expect(specialist.locator("main")).toContainText("Người làm bước này: Ngô Xuân Bắc");
  await colleague.goto(`/ho-so/${taken}/chuyen-buoc`);
  await expect(colleague.locator("main")).toContainText("Bước này đã giao cho người khác");

  await head.goto("/ban-lam-viec?cua=don-vi");
  await isAccessible(head, "inbox of the unit");
  await picture(head, "assignment-1-unit");
  await head.check(`main [name=chon][value^='${taken}:']`);
  await head.selectOption("#can-bo", { label: "Đỗ Thị Quỳnh, Chuyên viên kinh tế" });
  await head.click("#giao-viec button");
  await expect(head.locator("main")).toContainText("Đã xong 1 trong 1 hồ sơ");
  await isAccessible(head, "inbox after an assignment");
  await colleague.goto("/ban-lam-viec?cua=toi");
  await expect(colleague.locator("main")).toContainText(taken);
  await colleague.goto(`/ho-so/${taken}/giao-viec`);
  await isAccessible(colleague, "assignment");
});
