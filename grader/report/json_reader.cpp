#include "grader/report/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "grader/report/input_error.hpp"
#include "grader/report/text.hpp"

namespace grader {
namespace {

constexpr int kMaxDepth = 64;
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

std::string_view type_with_article(const nlohmann::ordered_json& value) {
  switch (value.type()) {
    case nlohmann::ordered_json::value_t::null:
      return "null";
    case nlohmann::ordered_json::value_t::object:
      return "an object";
    case nlohmann::ordered_json::value_t::array:
      return "an array";
    case nlohmann::ordered_json::value_t::string:
      return "a string";
    case nlohmann::ordered_json::value_t::boolean:
      return "a boolean";
    default:
      return "a number";
  }
}

/// What has been seen of each object that the parser is in: it keeps the last of two members of one name.
class Members {
 public:
  /// The place of a member that its object has already.
  std::optional<std::string> twice(nlohmann::ordered_json::parse_event_t event,
                                   const nlohmann::ordered_json& value) {
    using Event = nlohmann::ordered_json::parse_event_t;
    switch (event) {
      case Event::object_start:
      case Event::array_start:
        next_element();
        levels_.push_back({.array = event == Event::array_start});
        break;
      case Event::object_end:
      case Event::array_end:
        levels_.pop_back();
        break;
      case Event::value:
        next_element();
        break;
      case Event::key:
        levels_.back().member = value.get<std::string>();
        if (!levels_.back().members.insert(levels_.back().member).second) return place();
        break;
    }
    return std::nullopt;
  }

 private:
  struct Level {
    bool array = false;
    std::size_t elements = 0;
    std::string member = {};
    std::set<std::string> members = {};
  };

  void next_element() {
    if (!levels_.empty() && levels_.back().array) ++levels_.back().elements;
  }

  std::string place() const {
    std::string text;
    for (const Level& level : levels_)
      text += "/" + (level.array ? std::to_string(level.elements - 1) : pointer_token(level.member));
    return text;
  }

  std::vector<Level> levels_;
};

}  // namespace

JsonReader::JsonReader(const nlohmann::ordered_json& document, std::string what)
    : JsonReader(document, std::move(what), "") {}

JsonReader::JsonReader(const nlohmann::ordered_json& value, std::string what, std::string place)
    : value_(&value), what_(std::move(what)), place_(std::move(place)) {}

void JsonReader::expect_object(std::initializer_list<std::string_view> members) const {
  if (!value_->is_object()) fail_type("an object");
  for (const auto& [name, value] : value_->items()) {
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
  const auto found = value_->find(std::string(member));
  if (found == value_->end()) return std::nullopt;
  return JsonReader(*found, what_, place_ + "/" + pointer_token(member));
}

std::vector<JsonReader> JsonReader::elements() const {
  if (!value_->is_array()) fail_type("an array");
  std::vector<JsonReader> readers;
  for (const auto& element : *value_) {
    readers.push_back(JsonReader(element, what_, fmt::format("{}/{}", place_, readers.size())));
  }
  return readers;
}

std::vector<JsonReader> JsonReader::elements(
    const std::function<std::string(const nlohmann::ordered_json&)>& name_of) const {
  std::vector<JsonReader> readers = elements();
  for (JsonReader& reader : readers) {
    const std::string name = name_of(*reader.value_);
    if (!name.empty()) reader.place_ = place_ + "/" + pointer_token(name);
  }
  return readers;
}

std::string JsonReader::string() const {
  if (!value_->is_string()) fail_type("a string");
  return value_->get<std::string>();
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
  const std::string word = value_->is_string() ? value_->get<std::string>() : "";
  if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (word == "Infinity") return std::numeric_limits<double>::infinity();
  if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  fail("is neither a number nor one of \"NaN\", \"Infinity\" and \"-Infinity\"");
}

std::uint64_t JsonReader::integer(std::uint64_t max) const {
  if (!value_->is_number()) fail_type("an integer");
  const bool negative =
      !value_->is_number_unsigned() && value_->is_number_integer() && value_->get<std::int64_t>() < 0;
  if (!value_->is_number_integer() || negative || value_->get<std::uint64_t>() > max) {
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

nlohmann::ordered_json parse_json(std::string_view text, const std::string& what) {
  Members members;
  const auto bounded = [&](int depth, nlohmann::ordered_json::parse_event_t event,
                           nlohmann::ordered_json& value) {
    if (depth > kMaxDepth)
      throw InputError(fmt::format("{}: nested deeper than {} levels.", what, kMaxDepth));
    if (const auto place = members.twice(event, value))
      throw InputError(fmt::format("{}: {} occurs twice.", what, *place));
    return true;
  };
  try {
    return nlohmann::ordered_json::parse(text, bounded);
  } catch (const nlohmann::json::parse_error& error) {
    const std::string_view before =
        text.substr(0, error.byte > 0 ? std::min(error.byte - 1, text.size()) : 0);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    throw InputError(
        fmt::format("{}: not valid JSON at line {}, column {}.", what, line, before.size() - line_start + 1));
  } catch (const nlohmann::json::out_of_range&) {
    throw InputError(fmt::format("{}: holds a number too large for a double.", what));
  }
}

}  // namespace grader
