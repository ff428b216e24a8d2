/** Modules whose functions run programs or code, or load more pickles: no checkpoint has a reason to name them. */
const modules = new Set(
  (
    'os posix nt subprocess sys builtins __builtin__ marshal runpy pty socket shutil ctypes importlib pickle _pickle cPickle dill ' +
    'cloudpickle code codeop commands webbrowser asyncio bdb pdb timeit cProfile pip pydoc imp zipimport'
  ).split(' '),
);
const exact = new Set(['torch.serialization', 'torch.hub', 'torch.package', 'torch.utils.cpp_extension']);

/**
 * Whether a name in a pickle speaks of harm: nothing of it would be run here, but such a file is not to be trusted. Other names that are
 * not on the closed list belong to programs that we do not know, and stay opaque.
 */
export function isHostileName(module: string, name: string): boolean {
  const [top = ''] = module.split('.');
  const [first = ''] = name.split('.');
  if (name === '' || module === '' || modules.has(top) || exact.has(module)) return true;
  if (name.includes('.') && modules.has(first)) return true;
  return [...module.split('.'), ...name.split('.')].some((part) => /^__.*__$/.test(part) && !mainModules.has(part));
}
/** What a script calls itself: its own classes are in many checkpoints. */
const mainModules = new Set(['__main__', '__mp_main__']);
