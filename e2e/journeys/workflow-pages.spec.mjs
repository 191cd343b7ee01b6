// Processes drawn by an office: a draft, a try-out, the file that modelling tools open.
import { expect, test } from "@playwright/test";
import { BpmnModdle } from "bpmn-moddle";
import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";
import { isAccessible, picture, signedIn } from "../support/steps.mjs";

const PERMIT = "/quan-tri/quy-trinh/1.013225";

/** The schemas of BPMN 2.0 as the Object Management Group publishes them. */
function schema(name) {
  const address = new URL(`../node_modules/bpmn-moddle/resources/bpmn/xsd/${name}`, import.meta.url);
  return { fileName: name, contents: readFileSync(address, "utf8") };
}

test("a draft is drawn, tried out and opened by modelling tools", async ({ browser, baseURL }) => {
  const editor = await signedIn(browser, baseURL, "kiemsoat.tinh", { javaScriptEnabled: false });
  await editor.goto(PERMIT);
  await editor.selectOption("[name=mau]", "inter-agency");
  await editor.click("form[action$='/nhap'] button");
  await expect(editor.locator("main")).toContainText("Bản nháp hợp lệ");
  for (const [name, address] of [
    ["list", "/quan-tri/quy-trinh"],
    ["draft", `${PERMIT}?ban=nhap`],
    ["step", `${PERMIT}/buoc/co-quan-1`],
    ["tryout", `${PERMIT}/thu?ban=nhap&di=tiep-nhan.finished`],
  ]) {
    const looked = await signedIn(browser, baseURL, "kiemsoat.tinh");
    for (const language of ["vi", "en"]) {
      await looked.goto(`${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
      for (const width of [1280, 390, 320]) {
        await looked.setViewportSize({ width, height: 900 });
        await isAccessible(looked, `${name} ${language} ${width}`);
      }
    }
    await picture(looked, `workflow-${name}`);
    await looked.context().close();
  }
  const xml = await (await editor.request.get(`${PERMIT}/tep.bpmn?ban=nhap`)).text();
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml);
  expect(warnings).toEqual([]);
  expect(rootElement.diagrams[0].plane.planeElement.length).toBeGreaterThan(10);
  const checked = await validateXML({
    xml: [{ fileName: "process.bpmn", contents: xml }],
    schema: [schema("BPMN20.xsd")],
    preload: ["BPMNDI.xsd", "DC.xsd", "DI.xsd", "Semantic.xsd"].map(schema),
  });
  expect(checked.errors).toEqual([]);
  await editor.goto(`${PERMIT}?ban=nhap`);
  await editor.click("form[action$='/bo-nhap'] button");
  await expect(editor.locator("main")).toContainText("Đã bỏ bản nháp");
});
