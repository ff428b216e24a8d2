// @ts-check
import { SetupError } from './setupError.mjs';

/** @typedef {{ anchor: string, code: string }} Addition Code that goes in front of an anchor. */

/**
 * The function behind a method of the binding with two arguments.
 * @param {string} method
 * @param {string} usage what is said where arguments are missing
 */
const callbackOfTwo = (method, usage) => `static napi_value ${method}(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value args[2];
  napi_status nstatus = napi_get_cb_info(env, info, &argc, args, nullptr, nullptr);
  ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
  if (argc < 2) {
    NAPI_THROW_ERROR(env, "${usage}");
    return nullptr;
  }
  TFJSBackend *const backend = GetTFJSBackend(env);
  if (!backend) return nullptr;
  return backend->${method}(env, args[0], args[1]);
}
`;

/**
 * What Fovea adds to the binding of tfjs-node-gpu 4.22, by the file that it goes into. Three things that TensorFlow's C API has and the
 * binding leaves out:
 *
 * - attributes that are lists of strings and lists of types. Without them the fused convolutions (bias, shortcut and ReLU inside the
 *   convolution) cannot be called; they save 16 % of a forward pass of ResNet50-I3D;
 * - addFunction (binding/functions.cc), which makes one op of many: a training step of Micro-I3D takes two thirds of the time;
 * - startOp and finishOp (binding/background.cc): an op that runs while JavaScript goes on. What an array's last user does on another
 *   thread than JavaScript's is left to that one.
 *
 * @type {Record<string, Addition[]>}
 */
const additions = {
  'tfjs_backend.h': [
    {
      anchor: ` private:
  TFJSBackend(napi_env env);`,
      code: `  // Makes an op of many, see functions.cc.
  napi_value AddFunction(napi_env env, napi_value name, napi_value definition);

  // Run an op without attributes and results on another thread; wait for it. See background.cc.
  napi_value StartOp(napi_env env, napi_value name, napi_value input_ids);
  napi_value FinishOp(napi_env env);

`,
    },
    {
      anchor: `class TFJSBackend {
 public:`,
      code: `class NapiAutoRef;

// Whether another thread than JavaScript's is done with an array: it is then let go of later, see background.cc.
bool LeftToJsThread(NapiAutoRef *ref);

`,
    },
  ],
  'tfjs_binding.cc': [
    {
      anchor: `static napi_value IsUsingGPUDevice(napi_env env, napi_callback_info info) {`,
      code: `${callbackOfTwo('AddFunction', 'addFunction() takes a name and a definition')}
${callbackOfTwo('StartOp', 'startOp() takes a name and inputs')}
static napi_value FinishOp(napi_env env, napi_callback_info info) {
  TFJSBackend *const backend = GetTFJSBackend(env);
  if (!backend) return nullptr;
  return backend->FinishOp(env);
}

`,
    },
    {
      anchor: `      {"isUsingGpuDevice", nullptr, IsUsingGPUDevice`,
      code: `      {"addFunction", nullptr, AddFunction, nullptr, nullptr, nullptr,
       napi_default, nullptr},
      {"startOp", nullptr, StartOp, nullptr, nullptr, nullptr, napi_default,
       nullptr},
      {"finishOp", nullptr, FinishOp, nullptr, nullptr, nullptr, napi_default,
       nullptr},
`,
    },
  ],
  'tfjs_backend.cc': [
    {
      anchor: `  if (auto_ref->Cleanup() != napi_ok) {`,
      code: `  if (LeftToJsThread(auto_ref)) return;
`,
    },
    {
      anchor: `      std::string str_value;
      nstatus = GetStringParam(env, js_value, str_value);`,
      code: `      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<std::string> strings(length);
        std::vector<const void *> starts(length);
        std::vector<size_t> sizes(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          nstatus = GetStringParam(env, element, strings[i]);
          ENSURE_NAPI_OK(env, nstatus);
          starts[i] = strings[i].data();
          sizes[i] = strings[i].size();
        }
        TFE_OpSetAttrStringList(tfe_op, attr_name, starts.data(), sizes.data(), static_cast<int>(length));
        break;
      }
`,
    },
    {
      anchor: `      TF_DataType tf_data_type;
      nstatus = napi_get_value_int32(
          env, js_value, reinterpret_cast<int32_t *>(&tf_data_type));`,
      code: `      if (IsArray(env, nstatus, &js_value)) {
        uint32_t length;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);
        std::vector<TF_DataType> types(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value element;
          int32_t number;
          nstatus = napi_get_element(env, js_value, i, &element);
          ENSURE_NAPI_OK(env, nstatus);
          nstatus = napi_get_value_int32(env, element, &number);
          ENSURE_NAPI_OK(env, nstatus);
          types[i] = static_cast<TF_DataType>(number);
        }
        TFE_OpSetAttrTypeList(tfe_op, attr_name, types.data(), static_cast<int>(length));
        break;
      }
`,
    },
  ],
};

/** The files of the binding that are changed. */
export const patchedFiles = Object.keys(additions);

/**
 * A file of the binding with the additions.
 * @param {string} file one of `patchedFiles`
 * @param {string} source
 * @throws SetupError where it is not the source that they were written for
 */
export function patchBinding(file, source) {
  return (additions[file] ?? []).reduce((text, { anchor, code }) => {
    if (text.split(anchor).length !== 2) {
      throw new SetupError(
        'The source of @tensorflow/tfjs-node-gpu is not the one of version 4.22.0.',
        'Restore it with: npm ci',
      );
    }
    return text.replace(anchor, () => code + anchor);
  }, source);
}
