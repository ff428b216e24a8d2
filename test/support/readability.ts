import type { Page } from 'playwright-core';

/** Texts of the page that are cut off and can be read whole nowhere: neither in a title of theirs nor by scrolling. */
export function unreadableTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const told = (element: Element, text: string) => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (at.getAttribute('title')?.includes(text)) return true;
      }
      return false;
    };
    const shown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest('[aria-hidden="true"]');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.textContent?.trim() ?? '';
      const owner = node.parentElement;
      if (text === '' || !owner || /^(SCRIPT|STYLE|NOSCRIPT|TEXTAREA)$/.test(owner.tagName) || !shown(owner)) continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) continue;
      let fixed = false;
      for (let at: Element | null = owner; at && at !== document.body && !fixed; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (/auto|scroll/.test(style.overflowX) || /auto|scroll/.test(style.overflowY)) break;
        if (at.clientWidth <= 1) break; // for screen readers only
        const { left, right, top, bottom } = at.getBoundingClientRect();
        const sideways = /hidden|clip/.test(style.overflowX) && (box.right > right + 2 || box.left < left - 2);
        const below = /hidden|clip/.test(style.overflowY) && (box.bottom > bottom + 4 || box.top < top - 4);
        if ((sideways || below) && !told(owner, text)) found.add(`${at.className || at.tagName}: ${text.slice(0, 40)}`);
        fixed = style.position === 'fixed';
      }
    }
    for (const input of document.querySelectorAll('input')) {
      const whole = input.value !== '' && input.scrollWidth > input.clientWidth + 1;
      // What can be typed into can be moved through.
      if (whole && shown(input) && input.readOnly && !told(input, input.value))
        found.add(`input: ${input.value.slice(0, 40)}`);
    }
    return [...found];
  });
}

/** Pixels by which windows in front of the page (menus, dialogs, messages) reach beyond its sides. */
export function outsideScreen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const windows = document.querySelectorAll(
      '[role="menu"], [role="listbox"], [role="dialog"], [role="alert"], [role="tooltip"]',
    );
    return [...windows].flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0 || (left >= -1 && right <= window.innerWidth + 1)) return [];
      return [`${element.getAttribute('role')} from ${Math.round(left)} to ${Math.round(right)} px`];
    });
  });
}
