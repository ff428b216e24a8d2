/** True where letters are text: keys that mean something to the page mean nothing there. */
export function isTyping({ target }: Event): boolean {
  return within(
    target,
    'textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range])',
  );
}

/** True where the arrow keys already move something: sliders, radio buttons, lists, text. */
export function ownsArrows({ target }: Event): boolean {
  return within(target, '[role=slider], [role=listbox], textarea, select, input:not([type=checkbox])');
}

/** True where space already presses something, or is text. */
export function ownsSpace({ target }: Event): boolean {
  return within(target, 'button, a, input, textarea, select, [role=slider], [role=option]');
}

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
