/** How the word begins about a process that computes, but has long finished nothing; any other gives no sign of life at all. */
export const computesInVain = 'It computes, but has finished nothing';
