// Đăng ký biến động đất đai: the provincial centre receives, the land registry works, the clock
// stands still for the tax and goes on when it is paid.
import { expect, test } from "@playwright/test";
import { act, isAccessible, picture, publicSays, receive, signedIn } from "../support/steps.mjs";

test("a land transfer waits for the tax and is returned", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.tinh");
  const specialist = await signedIn(browser, baseURL, "dia.chi1");
  const head = await signedIn(browser, baseURL, "dia.truong");
  const code = await receive(counter, "1.013831");
  await act(counter, code, "chuyen-buoc");
  await act(specialist, code, "chuyen-buoc");
  await act(head, code, "chuyen-buoc");
  await act(specialist, code, "cho-nop-tien", { amount_vnd: "4.250.000", notice: "TB 1182" });
  await publicSays(counter, code, "Đang chờ ông/bà nộp");
  await isAccessible(counter, "tracking while waiting for the tax");
  await picture(counter, "land-1-waiting");

  await counter.goto(`/ho-so/${code}/xac-nhan-nop-tien`);
  await counter.fill("[name=amount_vnd]", "1");
  await counter.fill("[name=proof]", "GNT 881");
  await counter.click("main button[name=viec][value=gui]");
  await expect(counter.locator(".errsum")).toContainText("4.250.000");
  await act(counter, code, "xac-nhan-nop-tien", { amount_vnd: "4250000", proof: "GNT 881" });
  await act(counter, code, "chuyen-buoc");
  await act(specialist, code, "trinh-ket-qua", { title: "Giấy chứng nhận đã xác nhận biến động" });
  await act(head, code, "chuyen-buoc");
  const leader = await signedIn(browser, baseURL, "dia.lanhdao");
  await act(leader, code, "phe-duyet");
  const stamp = await signedIn(browser, baseURL, "vanthu.tinh");
  await act(stamp, code, "dong-dau");
  const desk = await signedIn(browser, baseURL, "traketqua.tinh");
  await act(desk, code, "tra-ket-qua", { identity_checked: true });
  await publicSays(desk, code, "Đã trả kết quả");
  await picture(desk, "land-2-returned");
});
