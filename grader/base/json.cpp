#include "grader/base/json.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <ostream>
#include <unordered_map>
#include <utility>

namespace grader {

namespace {

using Library = nlohmann::ordered_json;

[[noreturn]] void fail_type(const char* expected) {
  throw Json::Error(std::string("a value is not ") + expected);
}

bool is_member(const Json& json) {
  return json.is_array() && json.size() == 2 && json.elements()[0].is_string();
}

Library to_library(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_unsigned()) return json.get<std::uint64_t>();
  if (json.is_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.string();
  if (json.is_binary()) return Library::binary(json.bytes());
  Library result;
  if (json.is_array()) {
    result = Library::array();
    for (const Json& element : json.elements()) result.push_back(to_library(element));
  } else if (json.is_object()) {
    Library::object_t members;
    members.reserve(json.size());
    for (const auto& [name, value] : json.members()) members.Container::emplace_back(name, to_library(value));
    result = std::move(members);
  }
  return result;
}

// Returns a name that occurs twice. An untrusted text may have a million members, so names are looked up in a
// table instead of compared pairwise.
std::optional<std::string> keep_last_of_each_name(Json::Members& members) {
  std::unordered_map<std::string, std::size_t> places;
  std::optional<std::string> repeated;
  std::size_t kept = 0;
  for (Json::Member& member : members) {
    const auto [place, is_new] = places.emplace(member.name, kept);
    if (!is_new) {
      if (!repeated) repeated = member.name;
      members[place->second].value = std::move(member.value);
    } else {
      if (&members[kept] != &member) members[kept] = std::move(member);
      ++kept;
    }
  }
  members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
  return repeated;
}

// Receives the events of the library's parser. The MessagePack parser recurses at every level of nesting, and
// a payload of nothing but "array of one" would overflow the stack. So this class counts the levels and stops
// in time.
class Builder {
 public:
  explicit Builder(const MsgpackLimits& limits) : limits_(limits) {}

  Json take() { return std::move(root_); }
  // The path to a member that occurs twice; empty when no member does.
  const std::vector<std::string>& repeated() const { return repeated_; }
  JsonSyntaxError error(std::size_t size) const { return {kind_, std::min(offset_, size)}; }

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Library::binary_t& value) { return add(Json::binary(std::move(value))); }

  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_array() { return close(); }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool key(std::string& name) {
    names_.back() = std::move(name);
    return true;
  }
  bool end_object() { return close(); }

  bool parse_error(std::size_t position, const std::string&, const Library::exception& error) {
    constexpr int kNumberOverflow = 406;
    kind_ =
        error.id == kNumberOverflow ? JsonSyntaxError::Kind::number_too_large : JsonSyntaxError::Kind::syntax;
    offset_ = position > 0 ? position - 1 : 0;
    return false;
  }

 private:
  bool open(Json container) {
    if (open_.size() == limits_.depth) {
      kind_ = JsonSyntaxError::Kind::too_deep;
      return false;
    }
    open_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }

  bool close() {
    Json closed = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    if (closed.is_object() && closed.size() > 1) {
      const auto name = keep_last_of_each_name(const_cast<Json::Members&>(closed.members()));
      if (name && repeated_.empty()) {
        repeated_ = place();
        repeated_.push_back(*name);
      }
    }
    return add(std::move(closed));
  }

  // Names and indices from the root to the next value.
  std::vector<std::string> place() const {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      tokens.push_back(open_[i].is_array() ? std::to_string(open_[i].size()) : names_[i]);
    }
    return tokens;
  }

  bool add(Json value) {
    if (++values_ > limits_.values) {
      kind_ = JsonSyntaxError::Kind::too_many_values;
      return false;
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_array()) {
      open_.back().push_back(std::move(value));
    } else {
      const_cast<Json::Members&>(open_.back().members())
          .push_back({std::move(names_.back()), std::move(value)});
    }
    return true;
  }

  MsgpackLimits limits_;
  std::size_t values_ = 0;
  Json root_;
  std::vector<Json> open_;          // the arrays and objects around the next value
  std::vector<std::string> names_;  // for each of these, the name of the next member
  std::vector<std::string> repeated_;
  JsonSyntaxError::Kind kind_ = JsonSyntaxError::Kind::syntax;
  std::size_t offset_ = 0;
};

Json parse(std::string_view text, Library::input_format_t format, const MsgpackLimits& limits,
           std::vector<std::string>* repeated = nullptr) {
  Builder builder(limits);
  if (!Library::sax_parse(text.begin(), text.end(), &builder, format)) throw builder.error(text.size());
  if (repeated) *repeated = builder.repeated();
  return builder.take();
}

}  // namespace

Json::Json(std::nullptr_t) noexcept : value_(nullptr) {}
Json::Json(double value) : value_(value) {}
Json::Json(const char* text) : value_(std::string(text)) {}
Json::Json(std::string text) : value_(std::move(text)) {}
Json::Json(std::string_view text) : value_(std::string(text)) {}
Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json::Json(std::initializer_list<Json> values) {
  if (!std::all_of(values.begin(), values.end(), is_member)) {
    value_ = Elements(values);
    return;
  }
  value_ = Members();
  for (const Json& member : values) (*this)[member.elements()[0].string()] = member.elements()[1];
}

Json Json::array(std::initializer_list<Json> values) {
  Json result;
  result.value_ = Elements(values);
  return result;
}

Json Json::object() {
  Json result;
  result.value_ = Members();
  return result;
}

Json Json::binary(Binary bytes) {
  Json result;
  result.value_ = std::move(bytes);
  return result;
}

bool Json::boolean() const {
  if (const bool* value = std::get_if<bool>(&value_)) return *value;
  fail_type("true or false");
}

double Json::number() const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*value);
  fail_type("a number");
}

std::uint64_t Json::unsigned_integer() const {
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return *value;
  const double value = number();
  if (value >= 0.0 && value < 0x1p64 && value == std::floor(value)) return static_cast<std::uint64_t>(value);
  fail_type("an integer that is not negative");
}

std::int64_t Json::signed_integer() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<std::uint64_t>(&value_); value && std::in_range<std::int64_t>(*value)) {
    return static_cast<std::int64_t>(*value);
  }
  const double value = number();
  if (value >= -0x1p63 && value < 0x1p63 && value == std::floor(value))
    return static_cast<std::int64_t>(value);
  fail_type("an integer");
}

const std::string& Json::string() const {
  if (const auto* value = std::get_if<std::string>(&value_)) return *value;
  fail_type("a string");
}

const Json::Binary& Json::bytes() const {
  if (const auto* value = std::get_if<Binary>(&value_)) return *value;
  fail_type("bytes");
}

const Json::Elements& Json::elements() const {
  if (const auto* value = std::get_if<Elements>(&value_)) return *value;
  fail_type("an array");
}

Json::Elements& Json::elements() { return const_cast<Elements&>(std::as_const(*this).elements()); }

const Json::Members& Json::members() const {
  if (const auto* value = std::get_if<Members>(&value_)) return *value;
  fail_type("an object");
}

std::size_t Json::size() const {
  if (is_array()) return elements().size();
  if (is_object()) return members().size();
  return is_null() ? 0 : 1;
}

const Json* Json::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  const auto found = std::ranges::find(members(), name, &Member::name);
  return found == members().end() ? nullptr : &found->value;
}

const Json& Json::at(std::string_view name) const {
  if (!is_object()) fail_type("an object");
  if (const Json* found = find(name)) return *found;
  throw Error("an object has no \"" + std::string(name) + "\"");
}

Json& Json::at(std::string_view name) { return const_cast<Json&>(std::as_const(*this).at(name)); }

Json& Json::operator[](std::string_view name) {
  if (is_null()) value_ = Members();
  if (is_object() && !contains(name)) std::get<Members>(value_).push_back({std::string(name), nullptr});
  return at(name);
}

void Json::erase(std::string_view name) {
  if (auto* members = std::get_if<Members>(&value_)) {
    std::erase_if(*members, [&](const Member& member) { return member.name == name; });
  }
}

const Json& Json::at(std::size_t index) const {
  if (index < elements().size()) return elements()[index];
  throw Error("an array has no element " + std::to_string(index));
}

void Json::push_back(Json value) {
  if (is_null()) value_ = Elements();
  elements().push_back(std::move(value));
}

std::string Json::dump(int indent) const { return dump(JsonStyle{.indent = indent}); }

std::string Json::dump(const JsonStyle& style) const {
  using Handler = Library::error_handler_t;
  try {
    return to_library(*this).dump(style.indent, ' ', style.ascii,
                                  style.replace_bad_utf8 ? Handler::replace : Handler::strict);
  } catch (const Library::exception&) {
    throw Error("a string is not UTF-8");
  }
}

Json::Binary Json::to_msgpack() const { return Library::to_msgpack(to_library(*this)); }

bool Json::equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    return a.is_integer() && b.is_integer() ? a.value_ == b.value_ : a.number() == b.number();
  }
  if (a.value_.index() != b.value_.index()) return false;
  if (a.is_array()) return a.elements() == b.elements();
  if (!a.is_object()) return a.value_ == b.value_;
  return a.size() == b.size() && std::ranges::all_of(a.members(), [&](const Member& member) {
           const Json* other = b.find(member.name);
           return other && member.value == *other;
         });
}

std::ostream& Json::print(std::ostream& out, const Json& json) {
  return out << json.dump({.replace_bad_utf8 = true});
}

JsonSyntaxError::JsonSyntaxError(Kind why, std::size_t where)
    : Json::Error("not valid at byte " + std::to_string(where)), kind(why), offset(where) {}

Json parse_json(std::string_view text, std::vector<std::string>* repeated) {
  constexpr std::size_t kMaxDepth = 64;
  return parse(text, Library::input_format_t::json, {kMaxDepth, std::numeric_limits<std::size_t>::max()},
               repeated);
}

std::optional<Json> parse_json_if_valid(std::string_view text) {
  try {
    return parse_json(text);
  } catch (const JsonSyntaxError&) {
    return std::nullopt;
  }
}

Json parse_msgpack(std::span<const std::byte> bytes, const MsgpackLimits& limits) {
  return parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, Library::input_format_t::msgpack,
               limits);
}

}  // namespace grader
