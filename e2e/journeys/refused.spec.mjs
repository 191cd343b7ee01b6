// Refused at the counter, refused by decision, and taken back by the person.
import { expect, test } from "@playwright/test";
import { act, picture, publicSays, receive, signedIn } from "../support/steps.mjs";

test("a dossier is refused by decision and the letter returned", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const specialist = await signedIn(browser, baseURL, "diachinh.halong");
  const head = await signedIn(browser, baseURL, "truongphong.halong");
  const leader = await signedIn(browser, baseURL, "lanhdao.halong");
  const code = await receive(counter, "1.013225");
  await act(counter, code, "chuyen-buoc");
  await act(head, code, "chuyen-buoc");
  await act(specialist, code, "chuyen-buoc");
  await act(specialist, code, "trinh-ket-qua", { title: "Văn bản trả lời" });
  await act(head, code, "chuyen-buoc");
  await act(leader, code, "tu-choi-giai-quyet", { reason: "Thửa đất thuộc quy hoạch đất giao thông" });
  const stamp = await signedIn(browser, baseURL, "vanthu.halong");
  await act(stamp, code, "dong-dau");
  const desk = await signedIn(browser, baseURL, "traketqua.halong");
  await act(desk, code, "tra-ket-qua", { identity_checked: true });
  await publicSays(desk, code, "Từ chối giải quyết");
});

test("a person takes a dossier back at the counter", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const code = await receive(counter, "1.013225");
  await act(counter, code, "rut", { reason: "Đổi thiết kế" });
  await publicSays(counter, code, "Đã rút");
  await picture(counter, "withdrawn");
});

test("another commune's officer does not learn that a dossier exists", async ({ browser, baseURL }) => {
  const counter = await signedIn(browser, baseURL, "motcua.halong");
  const code = await receive(counter, "1.013225");
  const stranger = await signedIn(browser, baseURL, "motcua.baichay");
  const answer = await stranger.goto(`/ho-so/${code}`);
  expect(answer.status()).toBe(404);
});
