import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

let loaded: Promise<typeof glue> | undefined;

/** Where the engine puts the message of a panic just before it traps. */
function throwPanics(): void {
  const registry = {
    set_message: (message: string) => {
      throw new Error(`Prisma's schema engine panicked: ${message}`);
    },
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
}

async function load(): Promise<typeof glue> {
  throwPanics();
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(path.join(path.dirname(script), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start } = instance.exports;
  if (typeof __wbindgen_start === 'function') __wbindgen_start();
  return glue;
}

/**
 * Prisma's schema engine as a WebAssembly module. The package's own entry imports the .wasm file like a module, which Node
 * cannot do; here it is instantiated by hand, once: its glue code keeps views of one memory only.
 */
export function loadSchemaEngine(): Promise<typeof glue> {
  loaded ??= load();
  return loaded;
}
