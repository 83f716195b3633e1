import { startBrowser } from '../support/browser.ts';
import { buildPage } from '../support/build-page.ts';
import { serveApp } from '../support/serve-app.ts';
import { stubApi } from '../support/stub-api.ts';
import { readFileSync } from 'node:fs';
jest.setTimeout(120_000);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
it('shoots', async () => {
  const browser = await startBrowser();
  const stub = stubApi({ now: new Date(), pageFiles: buildPage() });
  const served = await serveApp(stub.app);
  const id = stub.rows[2]!.accessId;
  const shots: [string, string, number, 'light' | 'dark', string?][] = JSON.parse(
    readFileSync('/tmp/h/shots.json', 'utf8'),
  );
  const out: string[] = [];
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
    page.on('console', (m) => out.push(name + ' CONSOLE ' + m.text()));
    page.on('pageerror', (e) => out.push(name + ' ERROR ' + e.message));
    await page.goto(served.url + path.replace('ID', encodeURIComponent(id)));
    await page.waitForTimeout(1000);
    if (then) {
      await page.evaluate(`(async()=>{${then}})()`);
      await page.waitForTimeout(600);
    }
    await page.evaluate(AXE);
    const v = (await page.evaluate(
      'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0,120)).join(" ")}`))',
    )) as string[];
    out.push(...v.map((x) => name + ' AXE ' + x));
    const o = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (o !== 0) out.push(name + ' OVERFLOW ' + o);
    await page.screenshot({ path: `/tmp/h/${name}.png`, fullPage: name.endsWith('-full') });
    await context.close();
  }
  require('node:fs').writeFileSync('/tmp/h/out.txt', out.join('\n'));
  await browser.close();
  await served.stop();
});
