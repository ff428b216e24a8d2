// @ts-check
import { SetupError } from './setupError.mjs';

/**
 * What Fovea adds to the binding of tfjs-node-gpu 4.22: attributes that are lists of strings and lists of types, which TensorFlow's C
 * API has and the binding leaves out. Without them the fused convolutions (bias, shortcut and ReLU inside the convolution) cannot be
 * called; they save 16 % of a forward pass of ResNet50-I3D. Each entry goes in front of its anchor.
 */
const additions = [
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
];

/**
 * The source of the binding (tfjs_backend.cc) with the additions.
 * @param {string} source
 * @throws SetupError where it is not the source that they were written for
 */
export function patchBinding(source) {
  return additions.reduce((text, { anchor, code }) => {
    if (text.split(anchor).length !== 2) {
      throw new SetupError(
        'The source of @tensorflow/tfjs-node-gpu is not the one of version 4.22.0.',
        'Restore it with: npm ci',
      );
    }
    return text.replace(anchor, () => code + anchor);
  }, source);
}
