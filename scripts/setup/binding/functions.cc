// addFunction(): makes one op of many. Part of Fovea, compiled together with the binding of @tensorflow/tfjs-node-gpu, whose class it
// extends by one method (see patchBinding.mjs). Nothing but TensorFlow's stable C API and Node's is used.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tf_auto_status.h"
#include "tfjs_backend.h"
#include "utils.h"

namespace tfnodejs {
namespace {

napi_value Property(napi_env env, napi_value object, const char *name) {
  napi_value value = nullptr;
  napi_get_named_property(env, object, name, &value);
  return value;
}

bool IsList(napi_env env, napi_value value) {
  bool is = false;
  napi_is_array(env, value, &is);
  return is;
}

template <typename Element, typename Read>
std::vector<Element> List(napi_env env, napi_value array, Read read) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  std::vector<Element> list;
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    napi_get_element(env, array, i, &element);
    list.push_back(read(env, element));
  }
  return list;
}

int64_t Int(napi_env env, napi_value value) {
  int64_t number = 0;
  napi_get_value_int64(env, value, &number);
  return number;
}

TF_DataType Type(napi_env env, napi_value value) { return static_cast<TF_DataType>(Int(env, value)); }

std::string String(napi_env env, napi_value value) {
  std::string text;
  GetStringParam(env, value, text);
  return text;
}

napi_value Value(napi_env, napi_value value) { return value; }

/** Attributes as executeOp takes them: {name, type, value}, type as in tf_attrtype.h. */
void SetAttribute(napi_env env, TF_OperationDescription *node, napi_value attribute) {
  const std::string name = String(env, Property(env, attribute, "name"));
  const napi_value value = Property(env, attribute, "value");
  const bool list = IsList(env, value);
  switch (Int(env, Property(env, attribute, "type"))) {
    case TF_ATTR_STRING: {
      if (!list) {
        const std::string text = String(env, value);
        TF_SetAttrString(node, name.c_str(), text.data(), text.size());
        break;
      }
      const auto texts = List<std::string>(env, value, String);
      std::vector<const void *> starts;
      std::vector<size_t> sizes;
      for (const auto &text : texts) {
        starts.push_back(text.data());
        sizes.push_back(text.size());
      }
      TF_SetAttrStringList(node, name.c_str(), starts.data(), sizes.data(), static_cast<int>(texts.size()));
      break;
    }
    case TF_ATTR_INT: {
      if (!list) {
        TF_SetAttrInt(node, name.c_str(), Int(env, value));
        break;
      }
      const auto numbers = List<int64_t>(env, value, Int);
      TF_SetAttrIntList(node, name.c_str(), numbers.data(), static_cast<int>(numbers.size()));
      break;
    }
    case TF_ATTR_FLOAT: {
      double number = 0;
      napi_get_value_double(env, value, &number);
      TF_SetAttrFloat(node, name.c_str(), static_cast<float>(number));
      break;
    }
    case TF_ATTR_BOOL: {
      bool flag = false;
      napi_get_value_bool(env, value, &flag);
      TF_SetAttrBool(node, name.c_str(), flag ? 1 : 0);
      break;
    }
    case TF_ATTR_TYPE: {
      if (!list) {
        TF_SetAttrType(node, name.c_str(), Type(env, value));
        break;
      }
      const auto types = List<TF_DataType>(env, value, Type);
      TF_SetAttrTypeList(node, name.c_str(), types.data(), static_cast<int>(types.size()));
      break;
    }
    case TF_ATTR_SHAPE: {
      const auto sizes = List<int64_t>(env, value, Int);
      TF_SetAttrShape(node, name.c_str(), sizes.data(), static_cast<int>(sizes.size()));
      break;
    }
  }
}

}  // namespace

/**
 * @param definition {nodes: {op, attributes, inputs, after}[], parameters, results, effects}: a node's input is a pair [node, output] or
 * a list of pairs; `after` are nodes that run before it; the first `parameters` nodes are placeholders; `results` are pairs; `effects` are
 * the nodes that run although no result needs them.
 */
napi_value TFJSBackend::AddFunction(napi_env env, napi_value name, napi_value definition) {
  const std::unique_ptr<TF_Graph, decltype(&TF_DeleteGraph)> graph(TF_NewGraph(), TF_DeleteGraph);
  TF_AutoStatus tf_status;
  std::vector<TF_Operation *> nodes;
  const auto node_at = [&](napi_env e, napi_value value) { return nodes.at(Int(e, value)); };
  const auto output_at = [&](napi_env e, napi_value pair) {
    const auto numbers = List<int64_t>(e, pair, Int);
    return TF_Output{nodes.at(numbers.at(0)), static_cast<int>(numbers.at(1))};
  };

  for (const napi_value node : List<napi_value>(env, Property(env, definition, "nodes"), Value)) {
    const std::string op = String(env, Property(env, node, "op"));
    const std::string node_name = "node" + std::to_string(nodes.size());
    TF_OperationDescription *description = TF_NewOperation(graph.get(), op.c_str(), node_name.c_str());
    for (const napi_value input : List<napi_value>(env, Property(env, node, "inputs"), Value)) {
      napi_value first = nullptr;
      uint32_t length = 0;
      napi_get_array_length(env, input, &length);
      if (length > 0) napi_get_element(env, input, 0, &first);
      if (length > 0 && !IsList(env, first)) {
        TF_AddInput(description, output_at(env, input));
      } else {
        const auto list = List<TF_Output>(env, input, output_at);
        TF_AddInputList(description, list.data(), static_cast<int>(list.size()));
      }
    }
    for (TF_Operation *before : List<TF_Operation *>(env, Property(env, node, "after"), node_at)) {
      TF_AddControlInput(description, before);
    }
    for (const napi_value attribute : List<napi_value>(env, Property(env, node, "attributes"), Value)) {
      SetAttribute(env, description, attribute);
    }
    nodes.push_back(TF_FinishOperation(description, tf_status.status));
    ENSURE_TF_OK_RETVAL(env, tf_status, nullptr);
  }

  std::vector<TF_Output> parameters;
  const int64_t parameter_count = Int(env, Property(env, definition, "parameters"));
  for (int64_t i = 0; i < parameter_count; ++i) parameters.push_back({nodes.at(i), 0});
  const auto results = List<TF_Output>(env, Property(env, definition, "results"), output_at);
  const auto effects = List<const TF_Operation *>(env, Property(env, definition, "effects"), node_at);
  const std::string function_name = String(env, name);
  const std::unique_ptr<TF_Function, decltype(&TF_DeleteFunction)> function(
      TF_GraphToFunctionWithControlOutputs(
          graph.get(), function_name.c_str(), /*append_hash_to_fn_name=*/0, /*num_opers=*/-1, /*opers=*/nullptr,
          static_cast<int>(parameters.size()), parameters.data(), static_cast<int>(results.size()), results.data(),
          /*output_names=*/nullptr, static_cast<int>(effects.size()), effects.data(), /*control_output_names=*/nullptr,
          /*opts=*/nullptr, /*description=*/nullptr, tf_status.status),
      TF_DeleteFunction);
  ENSURE_TF_OK_RETVAL(env, tf_status, nullptr);
  TFE_ContextAddFunction(tfe_context_, function.get(), tf_status.status);
  ENSURE_TF_OK_RETVAL(env, tf_status, nullptr);
  return name;
}

}  // namespace tfnodejs
