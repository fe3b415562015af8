import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig, type Rig } from '../support/bot.ts';
import { openBrowser } from '../support/browser.ts';

/** A folder for pictures of the page, as the README shows them; none are taken when absent. */
const pictures = process.env.TEST_PICTURES;

let rig: Rig;
let browser: Browser;
let page: Page;
const mistakes: string[] = [];

beforeAll(async () => {
  rig = await openRig();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  page.setDefaultTimeout(50_000);
  page.on('pageerror', ({ message }) => mistakes.push(message));
  page.on('console', entry => entry.type() === 'error' && mistakes.push(entry.text()));
  await page.goto(rig.discord.url);
});

afterAll(async () => {
  await browser?.close();
  await rig?.close();
});

async function shoot(name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/playground-${name}.png` });
}

const thread = (): Locator => page.getByRole('complementary');
const button = (name: string): Locator => thread().getByRole('button', { name, exact: true });

/** How many pictures of the thread the browser has loaded. */
const shown = (): Promise<number> =>
  thread()
    .locator('.picture img')
    .evaluateAll(
      all => all.filter(one => (one as unknown as { naturalWidth: number }).naturalWidth > 0).length,
    );

test('a newcomer presses Send and gets the edit in a thread', async () => {
  const send = page.getByRole('main').getByRole('button', { name: 'Send', exact: true });
  await page.getByText('A picture is ready below').waitFor();
  await page.getByRole('main').getByText('Send', { exact: true }).last().waitFor();
  await shoot('start');
  await send.click();
  await page.locator('.thread-card').click();
  await button('Variations').waitFor();
  await expect.poll(shown).toBeGreaterThan(0);
  await shoot('result');
});

test('Variations bring pictures, of which one is picked', async () => {
  await button('Variations').click();
  await button('4').waitFor();
  await shoot('variations');
  const before = await button('Variations').count();
  await button('2').click();
  await expect.poll(() => button('Variations').count(), { timeout: 50_000 }).toBeGreaterThan(before);
  await shoot('picked');
});

test('Guidance + paints again with more guidance', async () => {
  const before = await button('Guidance +').count();
  await button('Guidance +').first().click();
  await expect.poll(() => button('Guidance +').count(), { timeout: 50_000 }).toBeGreaterThan(before);
});

test('the colours change to light', async () => {
  await page.getByRole('button', { name: 'Light colours' }).click();
  await page.getByRole('button', { name: 'Dark colours' }).waitFor();
  await shoot('light');
});

test('the page breaks nothing on its way', () => {
  expect(mistakes).toEqual([]);
});
