// @ts-check

/** What npm, pip, compilers and Next print when the disk is the reason, and what to do then. */
const remedies = /** @type {[RegExp, string][]} */ ([
  [
    /ENOSPC|No space left on device/i,
    'The disk is full. Make room and run the command again: what is complete is kept.',
  ],
  [/EDQUOT|Disk quota exceeded/i, 'Your share (quota) of the disk is used up. Make room and run the command again.'],
  [/EROFS|Read-only file system/i, 'The disk is read-only. Make it writable and run the command again.'],
  [
    /EACCES|Permission denied/i,
    'A file may not be changed by this user. Give yourself the folder (chown -R) and run the command again.',
  ],
]);

/** @param {string} output of a program that failed @returns {string | undefined} undefined where the disk was not the reason */
export function diskRemedy(output) {
  return remedies.find(([words]) => words.test(output))?.[1];
}
