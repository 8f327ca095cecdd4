// browse.js CHROMIUM PAGE MANY LIGHT.png DARK.png: uses the report PAGE as people do, and MANY, which has 120 findings;
// says what it saw.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const {chromium} = require('playwright-core');

const [, , executablePath, file, many, light, dark] = process.argv;
const address = pathToFileURL(path.resolve(file)).href;

// The contrast of text and what is behind it, as WCAG 2 counts it: the lowest of the page.
const lowestContrast = page => page.evaluate(() => {
  const parse = text => text.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  let lowest = [21, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest('script, style, option') || node.classList.contains('number')) continue;
    const style = getComputedStyle(node);
    const fore = luminance(parse(node.closest('svg') ? style.fill : style.color));
    const back = luminance(behind(node));
    const ratio = (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05);
    if (ratio < lowest[0]) lowest = [ratio, node.outerHTML.slice(0, 80)];
  }
  return lowest;
});

(async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'async-html-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath, headless: true, viewport: {width: 1200, height: 900}, colorScheme: 'light',
    args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(60000);
    const noise = [];
    page.on('console', message => noise.push(`console: ${message.text()}`));
    page.on('pageerror', error => noise.push(`error: ${error}`));
    page.on('dialog', dialog => { noise.push('a dialog'); dialog.dismiss(); });
    page.on('request', request => { if (request.url() !== address) noise.push(`request: ${request.url()}`); });
    await page.goto(address);
    const visible = () => page.locator('article:visible').count();
    const focused = () => page.evaluate(() => document.activeElement.id);
    const all = await visible();
    const ids = await page.locator('article').evaluateAll(list => list.map(card => card.id));
    assert.strictEqual(new Set(ids).size, all);
    console.log(`${all} findings, ${await page.locator('article[data-status=known]').count()} of them known`);

    // The pictures.
    assert.strictEqual(await page.locator('article svg[role=img]').count(), all);
    const drawn = await page.locator('article svg').evaluateAll(list => list.map(svg => ({
      others: Array.from(svg.querySelectorAll('.lane.end'), text => text.textContent).join(),
      roles: Array.from(svg.querySelectorAll('.role'), text => text.textContent),
      files: Array.from(svg.querySelectorAll('.file'), text => text.textContent),
      steps: svg.querySelectorAll('.number').length,
      label: svg.getAttribute('aria-label'),
      outside: Array.from(svg.querySelectorAll('text')).filter(text => {
        const box = text.getBBox();
        return box.x < 0 || box.x + box.width > svg.viewBox.baseVal.width ||
          box.y + box.height > svg.viewBox.baseVal.height;
      }).map(text => text.textContent),
    })));
    const most = drawn.reduce((a, b) => a.steps >= b.steps ? a : b);
    console.log(`picture 1: ${most.others}, ${most.steps} steps: ${most.roles.join(' ')}`);
    for (const picture of drawn) {
      assert.deepStrictEqual(picture.outside, []);
      assert.strictEqual(picture.files.length, picture.steps);
      assert.ok(picture.files.every(name => /:\d+$/.test(name)), picture.files.join());
      assert.match(picture.label, /1\. .*2\. /s);
    }
    // Every step of a picture is marked in the source.
    for (const card of await page.locator('article').all())
      assert.strictEqual(await card.locator('.said').count(), await card.locator('svg .number').count());
    assert.ok(await page.locator('mark').count() >= all);

    // Light and dark.
    const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const bright = await back();
    for (const [scheme, shot] of [['light', light], ['dark', dark]]) {
      await page.emulateMedia({colorScheme: scheme});
      const [ratio, where] = await lowestContrast(page);
      assert.ok(ratio >= 4.5, `${scheme}: ${ratio} at ${where}`);
      console.log(`contrast in ${scheme}: at least 4.5`);
      await page.screenshot({path: shot, fullPage: true});
    }
    assert.notStrictEqual(await back(), bright);

    // By keyboard alone.
    await page.keyboard.press('Tab');
    assert.strictEqual(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    assert.strictEqual(await focused(), 'findings');
    await page.keyboard.press('j');
    assert.strictEqual(await focused(), ids[0]);
    await page.keyboard.press('j');
    assert.strictEqual(await focused(), ids[1]);
    await page.keyboard.press('ArrowDown');
    assert.strictEqual(await focused(), ids[2]);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    assert.strictEqual(await focused(), ids[0]);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(id => document.getElementById(id).contains(document.activeElement), ids[0]));
    await page.keyboard.press('/');
    assert.strictEqual(await focused(), 'text');
    await page.keyboard.type('new_one j');
    assert.strictEqual(await focused(), 'text');
    assert.strictEqual(await page.locator('#text').inputValue(), 'new_one j');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    assert.strictEqual(await visible(), 1);
    assert.strictEqual(await page.locator('#count').textContent(), `1 of ${all} findings`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.strictEqual(await page.locator('article:visible').getAttribute('id'), await focused());

    // The other filters, alone and together.
    await page.locator('button[type=reset]').click();
    await page.waitForFunction(count => document.getElementById('count').textContent === `${count} findings`, all);
    await page.locator('#status').selectOption('known');
    assert.strictEqual(await visible(), all - 1);
    await page.locator('#check').selectOption('async-invalidated-reference');
    assert.strictEqual(await visible(), 1);
    await page.locator('#path').selectOption('fix.cpp');
    assert.strictEqual(await visible(), 0);
    await page.locator('#check').selectOption('');
    assert.strictEqual(await visible(), 1);
    await page.locator('button[type=reset]').click();
    console.log('search, filters and keys work');

    // On a telephone.
    for (const width of [320, 375, 600]) {
      await page.setViewportSize({width, height: 700});
      const [needed, had] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(needed <= had, `${needed} > ${had}`);
      const wide = await page.evaluate(() => Array.from(document.querySelectorAll('body *')).filter(node =>
        !node.closest('svg, .skip') && node.getBoundingClientRect().right > window.innerWidth + 1)
        .map(node => node.outerHTML.slice(0, 80)));
      assert.deepStrictEqual(wide, []);
    }
    console.log('no scrolling sideways at 320');

    // What came from others is text.
    assert.strictEqual(await page.locator('script').count(), 1);
    assert.strictEqual(await page.locator('img, iframe, object, embed, link, base').count(), 0);
    assert.deepStrictEqual(await page.evaluate(() => Array.from(document.querySelectorAll('*')).flatMap(node =>
      Array.from(node.attributes)).filter(attribute => /^on/i.test(attribute.name)).map(attribute => attribute.value)), []);
    const text = await page.locator('body').textContent();
    for (const word of ['</pre><script>hacked()</script>', '</script><script>hacked()</script>',
      `<img src=x onerror=hacked()>/"'<script>.cpp`, '\\u202e txet'])
      assert.ok(text.includes(word), word);
    assert.deepStrictEqual(noise, []);
    // The policy holds: a script that gets in all the same does not run.
    assert.strictEqual(await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = true';
      document.body.append(script);
      return window.hacked;
    }), undefined);
    console.log('no request, no message, no script of others');

    // Of many, a hundred at once.
    await page.setViewportSize({width: 1200, height: 900});
    await page.goto(pathToFileURL(path.resolve(many)).href);
    assert.strictEqual(await page.locator('#count').textContent(), '120 findings, the first 100 are shown');
    assert.strictEqual(await visible(), 100);
    await page.locator('#text').fill('f118');
    // Its own, and those of the two lines before, whose excerpts show it.
    assert.strictEqual(await visible(), 3);
    await page.locator('#text').fill('');
    await page.keyboard.press('Escape');
    await page.locator('article:visible').last().focus();
    await page.keyboard.press('j');
    assert.strictEqual(await visible(), 120);
    assert.strictEqual(await page.evaluate(() => document.activeElement.querySelector('.function code').textContent), 'f99');
    assert.ok(await page.evaluate(() => Math.abs(document.activeElement.getBoundingClientRect().top) < 100));
    assert.strictEqual(await page.locator('#more').isVisible(), false);
    console.log('of many, a hundred at once');
  } finally {
    await browser.close();
    fs.rmSync(profile, {recursive: true, force: true});
  }
})().catch(error => {
  console.error(error);
  process.exit(1);
});
