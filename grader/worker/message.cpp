#include "grader/worker/message.hpp"

#include <bit>
#include <cstring>

#include "grader/base/json.hpp"
#include "grader/worker/frame.hpp"

namespace grader {

static_assert(std::endian::native == std::endian::little,
              "doubles travel as they lie in memory: little-endian");

Json tensor_message(const Tensor& tensor) {
  std::vector<std::uint8_t> bytes(tensor.values.size() * sizeof(double));
  if (!bytes.empty()) std::memcpy(bytes.data(), tensor.values.data(), bytes.size());
  Json result = {{"shape", tensor.shape}};
  result["data"] = Json::binary(std::move(bytes));
  return result;
}

Json tensors_message(const Tensors& tensors) {
  Json result = Json::object();
  for (const auto& [name, tensor] : tensors) result[name] = tensor_message(tensor);
  return result;
}

Json list_message(const TensorList& list) {
  Json result = Json::array();
  for (const Tensor& tensor : list) result.push_back(tensor_message(tensor));
  return result;
}

TensorList parse_list_message(const Json& list) {
  if (!list.is_array() || list.size() > 64)
    throw ProtocolError("a list of tensors is not an array of at most 64");
  TensorList result;
  for (const Json& tensor : list.elements()) result.push_back(parse_tensor_message(tensor));
  return result;
}

const Json& field(const Json& object, const char* key) {
  if (!object.is_object()) throw ProtocolError("a message is not an object");
  const Json* found = object.find(key);
  if (!found) throw ProtocolError(std::string("a message has no \"") + key + "\"");
  return *found;
}

std::string text_field(const Json& object, const char* key) {
  const Json& value = field(object, key);
  if (!value.is_string()) throw ProtocolError(std::string("\"") + key + "\" is not text");
  return value.get<std::string>();
}

std::uint64_t count_field(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) return 0;
  const Json& value = field(object, key);
  if (!value.is_unsigned()) throw ProtocolError(std::string("\"") + key + "\" is not a count");
  return value.get<std::uint64_t>();
}

std::vector<std::uint64_t> addresses_field(const Json& object, const char* key) {
  const Json* list = object.find(key);
  if (list == nullptr) return {};
  if (!list->is_array() || list->size() > 64)
    throw ProtocolError(std::string("\"") + key + "\" is not an array of at most 64");
  std::vector<std::uint64_t> addresses;
  for (const Json& address : list->elements()) {
    if (!address.is_unsigned()) throw ProtocolError(std::string("\"") + key + "\" holds no address");
    addresses.push_back(address.get<std::uint64_t>());
  }
  return addresses;
}

Json branches_message(const std::vector<Branch>& branches) {
  Json list = Json::array();
  for (const Branch& branch : branches) {
    Json entry = {branch.number, branch.least, branch.most,          branch.whole,         branch.below,
                  branch.equal,  branch.above, branch.nearest_below, branch.nearest_above, branch.two_values};
    for (const std::uint64_t address : branch.site) entry.push_back(address);
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<Branch> parse_branches_message(const Json& list) {
  constexpr std::size_t kFields = 10;
  constexpr std::size_t kMostAddresses = 16;
  if (!list.is_array() || list.size() > kMostBranches) throw ProtocolError("\"branches\" is no short array");
  std::vector<Branch> branches;
  for (const Json& entry : list.elements()) {
    if (!entry.is_array() || entry.size() < kFields || entry.size() > kFields + kMostAddresses)
      throw ProtocolError("a branch has the wrong length");
    const auto number = [&](std::size_t i) {
      if (!entry[i].is_number()) throw ProtocolError("a branch holds no number");
      return entry[i].get<double>();
    };
    const auto truth = [&](std::size_t i) {
      if (!entry[i].is_boolean()) throw ProtocolError("a branch holds no truth value");
      return entry[i].get<bool>();
    };
    Branch branch{{},       truth(3), number(0), number(1), number(2), truth(4),
                  truth(5), truth(6), number(7), number(8), truth(9)};
    for (std::size_t i = kFields; i < entry.size(); ++i) {
      if (!entry[i].is_unsigned()) throw ProtocolError("a branch holds no address");
      branch.site.push_back(entry[i].get<std::uint64_t>());
    }
    branches.push_back(std::move(branch));
  }
  return branches;
}

Shape claimed_shape(const Json& tensor) {
  const Json& shape = field(tensor, "shape");
  if (!shape.is_array() || shape.size() > 8)
    throw ProtocolError("a shape is not an array of at most 8 sizes");
  Shape result;
  for (const Json& size : shape.elements()) {
    if (!size.is_unsigned()) throw ProtocolError("a shape holds something that is not a size");
    result.push_back(size.get<std::size_t>());
  }
  return result;
}

Tensor parse_tensor_message(const Json& tensor) {
  Shape shape = claimed_shape(tensor);
  const Json& data = field(tensor, "data");
  if (!data.is_binary()) throw ProtocolError("a tensor's data is not binary");
  const auto& bytes = data.bytes();
  std::size_t count = 0;
  try {
    count = element_count(shape);
  } catch (const std::length_error&) {
    throw ProtocolError("a shape is too large");
  }
  if (bytes.size() % sizeof(double) != 0 || bytes.size() / sizeof(double) != count) {
    throw ProtocolError("a tensor of shape " + shape_text(shape) + " comes with " +
                        std::to_string(bytes.size()) + " bytes");
  }
  Tensor result{std::move(shape), std::vector<double>(count)};
  if (count != 0) std::memcpy(result.values.data(), bytes.data(), bytes.size());
  return result;
}

Tensors parse_tensors_message(const Json& tensors) {
  if (!tensors.is_object() || tensors.size() > 64)
    throw ProtocolError("tensors are not an object of at most 64");
  Tensors result;
  for (const auto& [name, tensor] : tensors.members()) result[name] = parse_tensor_message(tensor);
  return result;
}

}  // namespace grader
