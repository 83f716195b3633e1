import { systemClock } from '../../lib/kernel/clock.ts';
import { startBrowser } from '../support/browser.ts';
import { buildPage } from '../support/build-page.ts';
import { seededApi } from '../support/seeded-api.ts';
import { serveApp } from '../support/serve-app.ts';
test('shots', async () => {
  const { app } = await seededApi({ clock: systemClock, many: 60, more: { pageFiles: buildPage() } });
  const served = await serveApp(app);
  const browser = await startBrowser();
  for (const colorScheme of ['light', 'dark'] as const) for (const width of [1400, 390]) {
    const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme, timezoneId: 'Europe/Berlin' });
    page.on('console', (m) => process.stdout.write(`CONSOLE ${m.type()} ${m.text()}\n`));
    page.on('pageerror', (m) => process.stdout.write(`ERR ${m.message}\n`));
    await page.goto(served.url); await page.waitForSelector('.row');
    await page.screenshot({ path: `/tmp/shots/list-${width}-${colorScheme}.png` });
    await page.goto(`${served.url}/?access=111122223333.carol`); await page.waitForSelector('.timeline'); await page.waitForTimeout(100);
    await page.screenshot({ path: `/tmp/shots/detail-${width}-${colorScheme}.png`, fullPage: width === 390 });
    await page.goto(`${served.url}/?access=111122223333.hostile`); await page.waitForSelector('.timeline');
    await page.screenshot({ path: `/tmp/shots/hostile-${width}-${colorScheme}.png` });
    await page.close();
  }
  await browser.close(); await served.stop();
}, 60000);
