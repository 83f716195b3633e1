import { startBrowser } from '../support/browser.ts';
import { buildPage } from '../support/build-page.ts';
import { serveApp } from '../support/serve-app.ts';
import { stubApi } from '../support/stub-api.ts';
jest.setTimeout(60_000);
it('shoots', async () => {
  const browser = await startBrowser();
  const stub = stubApi({ now: new Date(), pageFiles: buildPage() });
  const served = await serveApp(stub.app);
  const shots: [string, string, number, 'light' | 'dark', string?][] = JSON.parse(
    process.env['SHOTS'] ?? '[]',
  );
  for (const [name, path, width, colorScheme, then] of shots) {
    const context = await browser.newContext({
      viewport: { width, height: width < 500 ? 844 : 900 },
      colorScheme,
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    await context.addInitScript(
      `sessionStorage.setItem('rolecall.session', JSON.stringify({accessToken:'stub',expiresAt: Date.now()+3600000}))`,
    );
    const page = await context.newPage();
    page.on('console', (m) => {
      console.log(name, m.text());
    });
    page.on('pageerror', (e) => console.log(name, e.message));
    await page.goto(served.url + path);
    await page.waitForTimeout(1200);
    if (then) {
      await page.evaluate(`(async()=>{${then}})()`);
      await page.waitForTimeout(900);
    }
    await page.screenshot({ path: `/tmp/g/${name}.png` });
    await context.close();
  }
  await browser.close();
  await served.stop();
});
