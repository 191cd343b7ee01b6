// A leader signs with a PIN, the stamp keeper seals, and the file says who signed it.
import { expect, test } from "@playwright/test";
import { DEMO_PIN, act, isAccessible, picture, receive, signedIn } from "../support/steps.mjs";

test("a result is signed, sealed, downloaded and checked", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const specialist = await signedIn(browser, baseURL, "diachinh.halong");
  const head = await signedIn(browser, baseURL, "truongphong.halong");
  const code = await receive(counter, "1.013225");
  await act(counter, code, "chuyen-buoc");
  await act(head, code, "chuyen-buoc");
  await act(specialist, code, "chuyen-buoc");
  await act(specialist, code, "trinh-ket-qua", { title: "Giấy phép xây dựng" });
  await act(head, code, "chuyen-buoc");

  const leader = await signedIn(browser, baseURL, "lanhdao.halong");
  await leader.goto("/trinh-ky");
  await leader.check(`input[name=chon][value^="${code}:"]`);
  await leader.fill("[name=pin]", "000000");
  await leader.click("main button[name=viec][value=da-chon]");
  await expect(leader.locator("main")).toContainText("Mã PIN không đúng");
  await isAccessible(leader, "wrong PIN");
  await expect(leader.locator(`input[name=chon][value^="${code}:"]`)).toBeChecked();
  await leader.fill("[name=pin]", DEMO_PIN);
  await leader.click("main button[name=viec][value=da-chon]");
  await expect(leader.locator("main")).toContainText("Đã xong 1 trong 1 hồ sơ");
  await picture(leader, "signing-1-done");

  const keeper = await signedIn(browser, baseURL, "vanthu.halong");
  await act(keeper, code, "dong-dau", { pin: DEMO_PIN });
  await counter.goto(`/ho-so/${code}?muc=ket-qua`);
  const link = counter.locator('main a[href^="/tep/"]').first();
  const answer = await counter.request.get(await link.getAttribute("href"));
  const file = { name: "ket-qua.pdf", mimeType: "application/pdf", buffer: await answer.body() };

  await counter.goto("/xac-minh");
  await counter.setInputFiles("main input[type=file]", file);
  await counter.click("main form button");
  const verdict = counter.locator("main");
  await expect(verdict).toContainText("Văn bản còn nguyên vẹn, mọi chữ ký đều hợp lệ");
  await expect(verdict).toContainText("Nguyễn Thành Trung (trình diễn)");
  await expect(verdict).toContainText("UBND phường Hạ Long (trình diễn)");
  await picture(counter, "signing-2-checked");

  const administrator = await signedIn(browser, baseURL, "quantri.tinh");
  await administrator.goto("/quan-tri/chung-thu-so");
  await isAccessible(administrator, "certificates");
  await expect(administrator.locator("main")).toContainText("CA trình diễn Một Cửa");
  await picture(administrator, "signing-3-certificates");
});
