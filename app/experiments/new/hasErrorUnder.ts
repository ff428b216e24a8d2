/** Whether a field of this part of the form has a message. */
export function hasErrorUnder(errors: Record<string, unknown>, part: string): boolean {
  return Object.entries(errors).some(([path, message]) => message && path.startsWith(`${part}.`));
}
