/** What tests of the web remote look at: pictures, widths, contrast, and what the speaker says. */
import path from "node:path";
import type { Page } from "playwright-core";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { shots, type WebHouse } from "./web-house.ts";

/** WCAG 2.2, 1.4.3: of text, and of text that is large (24 px, or 18.66 px and bold). */
const contrastMin = 4.5;
const contrastLargeMin = 3;

export function status(house: WebHouse): Promise<SpeakerStatus> {
  return house.ctl<SpeakerStatus>("status");
}

export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

export function overflowPx(page: Page): Promise<number> {
  return page.evaluate<number>("Math.max(0, document.documentElement.scrollWidth - innerWidth)");
}

/**
 * Texts that stand out too little from what is behind them, by computed colours. Not looked at: what is
 * disabled (WCAG leaves it out) or lies on a picture or a gradient, whose colours no style tells.
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [r2, g2, b2]) =>
      [[r, r2], [g, g2], [b, b2]].map(([top, under]) => top * a + under * (1 - a));
    const light = (colour) => {
      const [r, g, b] = colour.slice(0, 3).map((v) => {
        const s = v / 255;
        return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      const layers = [];
      for (let at = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.backgroundImage !== "none") return undefined;
        const colour = rgba(style.backgroundColor);
        if (colour[3] > 0) layers.push(colour);
        if (colour[3] === 1) break;
      }
      return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
    };
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent.trim();
      if (text === "" || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (element.closest(":disabled, fieldset:disabled, .preset, .art, script, style, .sr, .skip")) continue;
      const style = getComputedStyle(element);
      const under = behind(element);
      if (under === undefined) continue;
      let shown = rgba(style.color);
      for (let at = element; at; at = at.parentElement) shown[3] *= Number(getComputedStyle(at).opacity);
      const [a, b] = [light(over(shown, under)), light(under)];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const px = parseFloat(style.fontSize);
      const isLarge = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? ${contrastLargeMin} : ${contrastMin}))
        faint.push(text.slice(0, 30) + ": " + ratio.toFixed(2));
    }
    return [...new Set(faint)];
  })()`);
}

/** Controls without a name, those that are smaller than a finger, and those that hang out of their card. */
export function awkwardControls(page: Page): Promise<string[]> {
  return page.evaluate<
    string[]
  >(`[...document.querySelectorAll("button, a, input, select, [role=tab]")].flatMap((control) => {
    if (!control.checkVisibility() || control.closest(".sr, .skip")) return [];
    const name = control.getAttribute("aria-label") || control.textContent.trim() || control.labels?.[0]?.textContent;
    const { width, height } = (control.labels?.[0] ?? control).getBoundingClientRect();
    const what = control.outerHTML.slice(0, 70);
    if (!name) return ["no name: " + what];
    const [card, own] = [control.closest(".card")?.getBoundingClientRect(), control.getBoundingClientRect()];
    if (card && (own.bottom > card.bottom + 1 || own.right > card.right + 1)) return ["out of its card: " + what];
    return width < 24 || height < 24 ? [Math.round(width) + " x " + Math.round(height) + ": " + what] : [];
  })`);
}
