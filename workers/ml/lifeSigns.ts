let count = 0;

/** Something was finished, or is being waited for in good order: whoever looks after this process need not worry. */
export function signOfLife(): void {
  count += 1;
}

/** Signs of life of this process so far. */
export function lifeSigns(): number {
  return count;
}
