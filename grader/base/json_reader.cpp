#include "grader/base/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/text.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxQuoted = 60;

std::string pointer_token(std::string_view member) {
  std::string token;
  for (const char c : member) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return clean(token, kMaxQuoted);
}

std::string_view type_with_article(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  if (value.is_string()) return "a string";
  if (value.is_boolean()) return "a boolean";
  return "a number";
}

}  // namespace

JsonReader::JsonReader(const Json& document, std::string what) : JsonReader(document, std::move(what), "") {}

JsonReader::JsonReader(const Json& value, std::string what, std::string place)
    : value_(&value), what_(std::move(what)), place_(std::move(place)) {}

void JsonReader::expect_object(std::initializer_list<std::string_view> members) const {
  if (!value_->is_object()) fail_type("an object");
  for (const auto& [name, value] : value_->members()) {
    if (std::find(members.begin(), members.end(), name) == members.end()) {
      JsonReader(value, what_, place_ + "/" + pointer_token(name)).fail("is not a member that belongs here");
    }
  }
}

JsonReader JsonReader::operator[](std::string_view member) const {
  if (auto found = find(member)) return *found;
  fail(fmt::format("lacks \"{}\"", member));
}

std::optional<JsonReader> JsonReader::find(std::string_view member) const {
  if (!value_->is_object()) fail_type("an object");
  const Json* found = value_->find(member);
  if (!found) return std::nullopt;
  return JsonReader(*found, what_, place_ + "/" + pointer_token(member));
}

std::vector<JsonReader> JsonReader::elements() const {
  if (!value_->is_array()) fail_type("an array");
  std::vector<JsonReader> readers;
  for (const Json& element : value_->elements()) {
    readers.push_back(JsonReader(element, what_, fmt::format("{}/{}", place_, readers.size())));
  }
  return readers;
}

std::vector<JsonReader> JsonReader::elements(const std::function<std::string(const Json&)>& name_of) const {
  std::vector<JsonReader> readers = elements();
  for (JsonReader& reader : readers) {
    const std::string name = name_of(*reader.value_);
    if (!name.empty()) reader.place_ = place_ + "/" + pointer_token(name);
  }
  return readers;
}

std::string JsonReader::string() const {
  if (!value_->is_string()) fail_type("a string");
  return value_->string();
}

bool JsonReader::boolean() const {
  if (!value_->is_boolean()) fail_type("true or false");
  return value_->get<bool>();
}

double JsonReader::number() const {
  if (!value_->is_number()) fail_type("a number");
  const double number = value_->get<double>();
  if (!std::isfinite(number)) fail("is not a finite number");
  return number;
}

double JsonReader::any_double() const {
  if (value_->is_number()) return number();
  const std::string word = value_->is_string() ? value_->string() : "";
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity") return std::numeric_limits<double>::infinity();
  if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  fail("is neither a number nor one of \"NaN\", \"Infinity\" and \"-Infinity\"");
}

std::uint64_t JsonReader::integer(std::uint64_t max) const {
  if (!value_->is_number()) fail_type("an integer");
  if (!value_->is_unsigned() || value_->get<std::uint64_t>() > max) {
    fail(fmt::format("is {}, expected an integer from 0 to {}", value_->dump(), max));
  }
  return value_->get<std::uint64_t>();
}

void JsonReader::fail(const std::string& complaint) const {
  throw InputError(fmt::format("{}: {} {}.", what_, place_.empty() ? "the document" : place_, complaint));
}

void JsonReader::fail_type(std::string_view expected) const {
  fail(fmt::format("is {}, expected {}", type_with_article(*value_), expected));
}

Json parse_json(std::string_view text, const std::string& what) {
  try {
    std::vector<std::string> repeated;
    Json document = parse_json(text, &repeated);
    if (repeated.empty()) return document;
    std::string place;
    for (const std::string& token : repeated) place += "/" + pointer_token(token);
    throw InputError(fmt::format("{}: {} occurs twice.", what, place));
  } catch (const JsonSyntaxError& error) {
    if (error.kind == JsonSyntaxError::Kind::too_deep) {
      throw InputError(fmt::format("{}: nested deeper than 64 levels.", what));
    }
    if (error.kind == JsonSyntaxError::Kind::number_too_large) {
      throw InputError(fmt::format("{}: holds a number too large for a double.", what));
    }
    const std::string_view before = text.substr(0, error.offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw InputError(
        fmt::format("{}: not valid JSON at line {}, column {}.", what, line, before.size() - line_start + 1));
  }
}

}  // namespace grader
