// Đăng ký khai sinh: filed online by a citizen without JavaScript, files attached, accepted by an
// officer, settled, returned.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { act, picture, publicSays, signedIn } from "../support/steps.mjs";

const PDF = {
  name: "giay chung sinh.pdf",
  mimeType: "application/pdf",
  buffer: readFileSync(new URL("../../crates/signing/samples/signed.pdf", import.meta.url)),
};

/** What a parent declares. */
const DECLARED = {
  "child.name": "Lý Minh Khôi",
  "child.born_on": "01/11/2026",
  "child.birthplace": "Bệnh viện Sản Nhi Quảng Ninh",
  "child.ethnicity": "Kinh",
  "child.hometown": "Phường Hạ Long, tỉnh Quảng Ninh",
  "mother.name": "Trần Thị Huệ",
  "mother.personal_id": "022192000335",
  "mother.born_on": "02/02/1992",
  "mother.ethnicity": "Kinh",
  "mother.residence": "Phường Hạ Long, tỉnh Quảng Ninh",
  "father.name": "Lý Văn Phúc",
  "father.personal_id": "022099000117",
  "father.born_on": "01/02/1999",
  "father.ethnicity": "Kinh",
  "father.residence": "Phường Hạ Long, tỉnh Quảng Ninh",
  "request.copies": "1",
};

const goOn = (page) => page.getByRole("button", { name: "Lưu và tiếp tục" }).click();

/** Files a birth as far as the confirmation and gives the dossier's code. */
async function file(citizen) {
  await citizen.goto("/nop-ho-so/1.001193");
  await picture(citizen, "online-1-start");
  await citizen.selectOption("[name='noi']", { label: "UBND phường Hạ Long" });
  await citizen.getByRole("button", { name: "Bắt đầu" }).click();
  await goOn(citizen);
  await expect(citizen.locator(".errsum")).toContainText("Nhập nơi thường trú");
  await picture(citizen, "online-2-error");
  await citizen.fill("[name='owner.address']", "Tổ 7, phường Hạ Long, tỉnh Quảng Ninh");
  await goOn(citizen);

  for (const [name, value] of Object.entries(DECLARED)) await citizen.fill(`[name='${name}']`, value);
  await citizen.check("[name='child.sex'][value='Nam']");
  await citizen.check("[name='request.relation'][value='Cha']");
  await goOn(citizen);

  await expect(citizen).toHaveURL(/giay-to/);
  for (const slot of await citizen.locator("main input[type=file]").all()) {
    if (await slot.isVisible()) {
      await slot.setInputFiles(PDF);
      break;
    }
  }
  await goOn(citizen);
  if (/giay-to/.test(citizen.url())) await goOn(citizen);
  await picture(citizen, "online-3-delivery");
  await expect(citizen).toHaveURL(/nhan-ket-qua/);
  await goOn(citizen);

  await expect(citizen).toHaveURL(/kiem-tra/);
  await picture(citizen, "online-4-check");
  await citizen.check("[name='cam-doan']");
  await citizen.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(citizen).toHaveURL(/da-nop/);
  await picture(citizen, "online-5-filed");
  const text = await citizen.locator("main").innerText();
  return text.match(/H49[.0-9]*-\d{6}-\d{4,}/)[0];
}

test("a birth is registered online without JavaScript and its result returned", async ({ browser, baseURL }) => {
  const citizen = await signedIn(browser, baseURL, "0900000117", { javaScriptEnabled: false });
  const code = await file(citizen);
  await citizen.goto(`/tra-cuu/${code}`);
  await expect(citizen.locator("main")).toContainText("Chờ tiếp nhận");

  const counter = await signedIn(browser, baseURL, "motcua.halong");
  await act(counter, code, "tiep-nhan");
  await act(counter, code, "chuyen-buoc");
  const specialist = await signedIn(browser, baseURL, "tuphap.halong");
  await specialist.goto(`/ho-so/${code}?muc=giay-to`);
  await specialist.getByRole("link", { name: PDF.name }).click();
  const drawn = specialist.locator(".look__page img");
  await expect(drawn).toHaveJSProperty("complete", true);
  await expect(drawn).not.toHaveJSProperty("naturalWidth", 0);
  await picture(specialist, "online-viewer");
  await specialist.getByRole("link", { name: "Phóng to" }).click();
  await expect(drawn).toHaveJSProperty("naturalWidth", 2000);
  const stored = await specialist.locator("a[href^='/tep/']").first().getAttribute("href");
  const bytes = await specialist.request.get(stored);
  expect(bytes.status()).toBe(200);
  expect(await bytes.body()).toEqual(PDF.buffer);
  await act(specialist, code, "chuyen-buoc");
  await act(specialist, code, "trinh-ket-qua", { title: "Giấy khai sinh" });
  const leader = await signedIn(browser, baseURL, "lanhdao.halong");
  await act(leader, code, "phe-duyet");
  const stamp = await signedIn(browser, baseURL, "vanthu.halong");
  await act(stamp, code, "dong-dau");
  const desk = await signedIn(browser, baseURL, "traketqua.halong");
  await act(desk, code, "tra-ket-qua", { identity_checked: true });
  await publicSays(citizen, code, "Đã trả kết quả");
  await picture(citizen, "online-6-returned");
});
