/** The folder in which a command was typed; npm itself runs scripts in the folder of the package. */
export function typedIn(): string {
  return process.env.INIT_CWD ?? process.cwd();
}
