// Journeys in the distribution's own Chromium, against the real binary on both engines.
import { defineConfig } from "@playwright/test";
import { ENGINES, addressOf } from "./support/servers.mjs";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "journeys",
  outputDir: "results/traces",
  globalSetup: "./support/start.mjs",
  timeout: 90_000,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    viewport: { width: 1280, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", ...(asRoot ? ["--no-sandbox"] : [])],
    },
  },
  // Pages that do not depend on the engine are looked at once.
  projects: ENGINES.map(({ name, port }, index) => ({
    name,
    testIgnore: index === 0 ? [] : ["public-pages.spec.mjs", "desk-pages.spec.mjs"],
    use: { baseURL: addressOf(port) },
  })),
});
