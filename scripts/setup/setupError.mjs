// @ts-check

/** Something the set-up cannot mend by itself. `remedy` is what the user does next: a command, or one sentence. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}
