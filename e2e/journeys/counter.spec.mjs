// At the counter: a procedure settled in one visit, and a building permit with one supplement.
import { expect, test } from "@playwright/test";
import { act, isAccessible, picture, publicSays, receive, signedIn } from "../support/steps.mjs";

test("a copy of an extract is received, decided and returned on one screen, without a slip", async ({ browser, baseURL }) => {
  const officer = await signedIn(browser, baseURL, "khongcho.halong");
  const code = await receive(officer, "2.000635");
  await picture(officer, "instant-1-settle");
  await officer.check("[name=identity_checked]");
  await officer.click("main button[data-key=F8]");
  await expect(officer.locator("main")).toContainText("Đã trả kết quả");
  await picture(officer, "instant-2-done");
  await publicSays(officer, code, "Đã trả kết quả");
});

test("a building permit is supplemented once, approved, sealed and returned", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const specialist = await signedIn(browser, baseURL, "diachinh.halong");
  const head = await signedIn(browser, baseURL, "truongphong.halong");
  const code = await receive(counter, "1.013225", {
    looked: async (page) => {
      await isAccessible(page, "counter");
      await picture(page, "permit-1-counter");
    },
  });
  const slip = await counter.request.get(`/ho-so/${code}/giay-tiep-nhan.pdf`);
  expect(slip.headers()["content-type"]).toBe("application/pdf");
  expect((await slip.body()).subarray(0, 5).toString()).toBe("%PDF-");

  await act(counter, code, "chuyen-buoc");
  await act(head, code, "chuyen-buoc");
  await specialist.goto("/ban-lam-viec");
  await isAccessible(specialist, "inbox");
  await picture(specialist, "permit-2-inbox");
  await act(specialist, code, "yeu-cau-bo-sung", { paper: "3", "what.3": "Bản vẽ móng thiếu chữ ký" });
  await publicSays(counter, code, "bổ sung");
  await picture(counter, "permit-3-awaiting-supplement");

  await counter.goto(`/ho-so/${code}/bo-sung`);
  await counter.check("main [name=item]");
  await counter.click("main button[name=viec][value=gui]");
  await publicSays(counter, code, "tính lại từ đầu");

  await act(specialist, code, "chuyen-buoc");
  await act(specialist, code, "trinh-ket-qua", { title: "Giấy phép xây dựng" });
  await act(head, code, "chuyen-buoc");
  const leader = await signedIn(browser, baseURL, "lanhdao.halong");
  await leader.goto("/trinh-ky");
  await isAccessible(leader, "signing queue");
  await picture(leader, "permit-4-signing");
  await act(leader, code, "phe-duyet");
  const stamp = await signedIn(browser, baseURL, "vanthu.halong");
  await act(stamp, code, "dong-dau");
  const desk = await signedIn(browser, baseURL, "traketqua.halong");
  await desk.goto(`/quay/tra-ket-qua?ma=${code}`);
  await isAccessible(desk, "return desk");
  await picture(desk, "permit-5-return");
  await desk.check("[name=identity_checked]");
  await desk.click("main button[data-key=F8]");
  await publicSays(desk, code, "Đã trả kết quả");
  await specialist.goto(`/ho-so/${code}?muc=nhat-ky`);
  await isAccessible(specialist, "history");
  await picture(specialist, "permit-6-history");
});

test("the second of two officers sees what changed and keeps what was typed", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const code = await receive(counter, "1.013225");
  await act(counter, code, "chuyen-buoc");
  const first = await signedIn(browser, baseURL, "truongphong.halong");
  const second = await signedIn(browser, baseURL, "truongphong.halong");
  await second.goto(`/ho-so/${code}/tra-lai`);
  await second.fill("[name=reason]", "Thiếu số điện thoại của chủ đầu tư");
  await act(first, code, "chuyen-buoc");
  await second.click("main button[name=viec][value=gui]");
  await expect(second.locator("main")).toContainText("Phan Văn Sáng");
  await picture(second, "conflict");
});

test("a double click files one dossier", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  await counter.goto("/quay?thu-tuc=1.013225");
  await counter.fill("[name='owner.name']", "Nguyễn Đúp");
  await counter.fill("[name='owner.personal_id']", "022099777001");
  for (const box of await counter.locator("main input[name=giay]").all()) await box.check();
  const button = counter.locator("button[name=viec][value=tiep-nhan]");
  await button.dblclick({ noWaitAfter: true });
  await expect(counter).toHaveURL(/da-nhan/);
  await counter.goto("/quay");
  await counter.locator("[data-scan]").first().fill("022099777001");
  await counter.keyboard.press("Enter");
  await counter.waitForLoadState();
  await expect(counter.locator("[aria-labelledby=lan-truoc] a")).toHaveCount(1);
});
