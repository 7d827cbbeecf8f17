#include "grader/ops/op_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"

namespace grader {

namespace {

constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 32;

using Sizes = std::map<std::string, std::size_t>;  // the sizes of the shape symbols so far

Json number_to_json(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

std::string symbols_text(const std::vector<std::string>& symbols) {
  std::string text = "(";
  for (std::size_t i = 0; i < symbols.size(); ++i) text += (i ? ", " : "") + symbols[i];
  return text + ")";
}

void bind_shape(const JsonReader& json, const Shape& shape, const std::vector<std::string>& symbols,
                Sizes& sizes) {
  const std::string form = symbols_text(symbols);
  if (shape.size() != symbols.size()) {
    json["shape"].fail(fmt::format("is {}, expected the form {}", shape_text(shape), form));
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0)
      json["shape"].fail(fmt::format("is {}: a tensor here is never empty", shape_text(shape)));
    const std::size_t known = sizes.emplace(symbols[i], shape[i]).first->second;
    if (known != shape[i]) {
      json["shape"].fail(
          fmt::format("is {} = {}, but {} is {} elsewhere", shape_text(shape), form, symbols[i], known));
    }
  }
}

void require_integers(const JsonReader& json, const Tensor& tensor) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    const double value = tensor.values[i];
    if (!(std::abs(value) <= 0x1p53) || value != std::floor(value)) {
      json["data"].elements()[i].fail("is not a whole number");
    }
  }
}

void require_below(const JsonReader& json, const Tensor& tensor, std::size_t limit) {
  for (std::size_t i = 0; i < tensor.values.size(); ++i) {
    if (tensor.values[i] >= 0.0 && tensor.values[i] < static_cast<double>(limit)) continue;
    json["data"].elements()[i].fail(fmt::format("is {:g}, expected one in [0, {})", tensor.values[i], limit));
  }
}

// expect_object takes a fixed list, but an op's names are known only at run time.
void refuse_unknown(const JsonReader& object, const std::vector<std::string>& known) {
  if (!object.json().is_object()) object.fail("is not an object");
  for (const auto& [key, value] : object.json().members()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      object.fail("has \"" + key + "\", which this op does not know");
    }
  }
}

template <class Spec>
std::vector<std::string> names_of(const std::vector<Spec>& specs) {
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  return names;
}

Attributes parse_attributes(const Op& op, const JsonReader& call) {
  Attributes result;
  if (op.attributes.empty() && !call.find("attributes")) return result;
  const JsonReader attributes = call["attributes"];
  refuse_unknown(attributes, names_of(op.attributes));
  for (const AttributeSpec& spec : op.attributes) {
    const double value = attributes[spec.name].number();
    if (!(value >= spec.least && value <= spec.most)) {
      attributes[spec.name].fail(fmt::format("is {:g}, expected {:g} to {:g}", value, spec.least, spec.most));
    }
    if (spec.whole && value != std::floor(value)) attributes[spec.name].fail("is not a whole number");
    result[spec.name] = value;
  }
  return result;
}

Tensors parse_inputs(const Op& op, const JsonReader& call, Sizes& sizes) {
  Tensors result;
  if (op.inputs.empty()) return result;
  const JsonReader inputs = call["inputs"];
  refuse_unknown(inputs, names_of(op.inputs));
  for (const InputSpec& spec : op.inputs) {
    const JsonReader json = inputs[spec.name];
    Tensor tensor = tensor_from_json(json);
    bind_shape(json, tensor.shape, spec.shape, sizes);
    if (spec.integer) require_integers(json, tensor);
    result[spec.name] = std::move(tensor);
  }
  for (const InputSpec& spec : op.inputs) {
    if (!spec.below.empty()) require_below(inputs[spec.name], result.at(spec.name), sizes.at(spec.below));
  }
  return result;
}

Tensors parse_upstream(const Op& op, const JsonReader& call, Sizes& sizes) {
  Tensors result;
  if (op.gradients().empty()) return result;
  const JsonReader upstream = call["upstream"];
  refuse_unknown(upstream, op.differentiable_outputs());
  for (const OutputSpec& spec : op.outputs) {
    if (!spec.differentiable) continue;
    const JsonReader json = upstream[spec.name];
    Tensor tensor = tensor_from_json(json);
    bind_shape(json, tensor.shape, spec.shape, sizes);
    result[spec.name] = std::move(tensor);
  }
  return result;
}

}  // namespace

Json describe(const Op& op) {
  Json inputs = Json::array();
  for (const InputSpec& input : op.inputs) {
    Json entry = {{"name", input.name}, {"shape", input.shape}, {"type", input.integer ? "integer" : "real"}};
    if (!input.below.empty()) entry["below"] = input.below;
    inputs.push_back(std::move(entry));
  }
  Json attributes = Json::array();
  for (const AttributeSpec& attribute : op.attributes) {
    attributes.push_back({{"name", attribute.name},
                          {"meaning", attribute.meaning},
                          {"least", attribute.least},
                          {"most", attribute.most},
                          {"type", attribute.whole ? "integer" : "real"}});
  }
  Json outputs = Json::array();
  for (const OutputSpec& output : op.outputs) {
    Json entry = {{"name", output.name}, {"shape", output.shape}, {"type", "real"}};
    if (!output.differentiable) entry["differentiable"] = false;
    outputs.push_back(std::move(entry));
  }
  Json probes = Json::array();
  for (const Probe& probe : op.probes) probes.push_back(probe.id);
  return {{"name", op.name},    {"summary", op.summary},       {"inputs", inputs}, {"attributes", attributes},
          {"outputs", outputs}, {"gradients", op.gradients()}, {"probes", probes}};
}

Json to_json(const Tensor& tensor) {
  Json data = Json::array();
  for (const double value : tensor.values) data.push_back(number_to_json(value));
  return {{"shape", tensor.shape}, {"data", std::move(data)}};
}

Json to_json(const Tensors& tensors) {
  Json result = Json::object();
  for (const auto& [name, tensor] : tensors) result[name] = to_json(tensor);
  return result;
}

Tensor tensor_from_json(const JsonReader& value) {
  value.expect_object({"shape", "data"});
  Shape shape;
  for (const JsonReader& size : value["shape"].elements()) shape.push_back(size.integer(kMaxSize));
  std::size_t expected = 0;
  try {
    expected = element_count(shape);
  } catch (const std::length_error&) {
    value["shape"].fail("is too large");
  }
  const std::vector<JsonReader> data = value["data"].elements();
  if (data.size() != expected) {
    value["data"].fail(
        fmt::format("has {} numbers, but the shape {} needs {}", data.size(), shape_text(shape), expected));
  }
  Tensor tensor{std::move(shape), {}};
  tensor.values.reserve(data.size());
  for (const JsonReader& number : data) tensor.values.push_back(number.any_double());
  return tensor;
}

Tensors tensors_from_json(const JsonReader& json) {
  if (!json.json().is_object()) json.fail("is not an object");
  Tensors result;
  for (const auto& [name, value] : json.json().members()) result[name] = tensor_from_json(json[name]);
  return result;
}

Call parse_call(const Op& op, const Json& document, const std::string& what) {
  const JsonReader json(document, what);
  json.expect_object({"attributes", "inputs", "upstream"});
  Call call;
  Sizes sizes;
  call.the_case.attributes = parse_attributes(op, json);
  call.the_case.inputs = parse_inputs(op, json, sizes);
  call.upstream = parse_upstream(op, json, sizes);
  return call;
}

}  // namespace grader
