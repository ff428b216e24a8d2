// startOp() and finishOp(): an op without results on a thread of its own, while JavaScript goes on. Part of Fovea, compiled together with
// the binding of @tensorflow/tfjs-node-gpu (see patchBinding.mjs). Nothing but TensorFlow's stable C API and Node's is used.

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "napi_auto_ref.h"
#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tf_auto_status.h"
#include "tfe_auto_op.h"
#include "tfjs_backend.h"
#include "utils.h"

namespace tfnodejs {
namespace {

// This library is loaded on it.
const std::thread::id js_thread = std::this_thread::get_id();

// Arrays that another thread was the last to use. Only the JavaScript thread may let go of them.
std::mutex left_mutex;
std::vector<NapiAutoRef *> left;

void LetGoOfWhatWasLeft() {
  std::vector<NapiAutoRef *> refs;
  {
    const std::lock_guard<std::mutex> lock(left_mutex);
    refs.swap(left);
  }
  for (NapiAutoRef *ref : refs) {
    ref->Cleanup();
    delete ref;
  }
}

/** The op holds its inputs until it is deleted, which is done on the JavaScript thread. */
struct Background {
  explicit Background(TFE_Op *op) : op(op) {}
  TFE_AutoOp op;
  TF_AutoStatus status;
  std::future<double> milliseconds;
};
std::unique_ptr<Background> background;

}  // namespace

bool LeftToJsThread(NapiAutoRef *ref) {
  if (std::this_thread::get_id() == js_thread) return false;
  const std::lock_guard<std::mutex> lock(left_mutex);
  left.push_back(ref);
  return true;
}

napi_value TFJSBackend::StartOp(napi_env env, napi_value name, napi_value input_ids) {
  if (background) {
    NAPI_THROW_ERROR(env, "startOp(): the op before it has not been finished");
    return nullptr;
  }
  std::string op_name;
  napi_status nstatus = GetStringParam(env, name, op_name);
  ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
  TF_AutoStatus tf_status;
  TFE_Op *op = TFE_NewOp(tfe_context_, op_name.c_str(), tf_status.status);
  ENSURE_TF_OK_RETVAL(env, tf_status, nullptr);
  auto started = std::make_unique<Background>(op);

  uint32_t count = 0;
  nstatus = napi_get_array_length(env, input_ids, &count);
  ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
  for (uint32_t i = 0; i < count; ++i) {
    napi_value element;
    int32_t id = 0;
    nstatus = napi_get_element(env, input_ids, i, &element);
    ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
    nstatus = napi_get_value_int32(env, element, &id);
    ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
    const auto entry = tfe_handle_map_.find(id);
    if (entry == tfe_handle_map_.end()) {
      NAPI_THROW_ERROR(env, "Input Tensor ID not referenced (tensor_id: %d)", id);
      return nullptr;
    }
    TFE_OpAddInput(op, entry->second, tf_status.status);
    ENSURE_TF_OK_RETVAL(env, tf_status, nullptr);
  }

  TF_Status *const status = started->status.status;
  started->milliseconds = std::async(std::launch::async, [op, status] {
    const auto began = std::chrono::steady_clock::now();
    int results = 0;
    TFE_Execute(op, nullptr, &results, status);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  });
  background = std::move(started);
  return nullptr;
}

napi_value TFJSBackend::FinishOp(napi_env env) {
  if (!background) {
    NAPI_THROW_ERROR(env, "finishOp(): no op was started");
    return nullptr;
  }
  const std::unique_ptr<Background> finished = std::move(background);
  const double milliseconds = finished->milliseconds.get();
  LetGoOfWhatWasLeft();
  ENSURE_TF_OK_RETVAL(env, finished->status, nullptr);
  napi_value result;
  const napi_status nstatus = napi_create_double(env, milliseconds, &result);
  ENSURE_NAPI_OK_RETVAL(env, nstatus, nullptr);
  return result;
}

}  // namespace tfnodejs
