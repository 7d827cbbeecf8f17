/// A JSON value. Only json.cpp includes the JSON library, which takes a compiler seconds to read.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace grader {

struct JsonStyle {
  int indent = -1;                // spaces per level; -1 puts all on one line
  bool ascii = false;             // writes \u escapes for all other characters
  bool replace_bad_utf8 = false;  // replaces them by U+FFFD
};

/// A JSON value: null, true or false, a number, a string, bytes (in MessagePack only), an array, or an
/// object. An object's members keep the order in which they were added. Reading a value as a type that it
/// does not have throws Json::Error.
class Json {
 public:
  struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  struct Member;
  using Elements = std::vector<Json>;
  using Members = std::vector<Member>;
  using Binary = std::vector<std::uint8_t>;

  Json(std::nullptr_t = nullptr) noexcept;
  template <std::same_as<bool> T>
  Json(T value) : value_(value) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T value) {
    if (std::cmp_less(value, 0)) {
      value_ = static_cast<std::int64_t>(value);
    } else {
      value_ = static_cast<std::uint64_t>(value);
    }
  }
  Json(double value);
  Json(const char* text);
  Json(std::string text);
  Json(std::string_view text);
  template <class T>
  Json(const std::vector<T>& values) : Json(array()) {
    for (const T& value : values) push_back(Json(value));
  }
  template <class T>
  Json(const std::map<std::string, T>& values) : Json(object()) {
    for (const auto& [name, value] : values) (*this)[name] = value;
  }
  /// A list of the form {{"name", value}, ...} makes an object; any other list makes an array.
  Json(std::initializer_list<Json> values);

  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();

  static Json array(std::initializer_list<Json> values = {});
  static Json object();
  static Json binary(Binary bytes);

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  bool is_boolean() const { return std::holds_alternative<bool>(value_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_integer() const { return is_unsigned() || std::holds_alternative<std::int64_t>(value_); }
  /// An integer that is not negative.
  bool is_unsigned() const { return std::holds_alternative<std::uint64_t>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_binary() const { return std::holds_alternative<Binary>(value_); }
  bool is_array() const { return std::holds_alternative<Elements>(value_); }
  bool is_object() const { return std::holds_alternative<Members>(value_); }

  /// Returns the value as a bool, a number, a std::string, or a std::vector or std::map of these. Number
  /// types convert into each other, but a negative number or a fraction does not convert to an unsigned
  /// integer.
  template <class T>
  T get() const;

  const std::string& string() const;
  const Binary& bytes() const;
  const Elements& elements() const;
  Elements& elements();
  const Members& members() const;

  /// Returns the number of elements of an array or members of an object, 0 for null and 1 for any other
  /// value.
  std::size_t size() const;
  bool empty() const { return size() == 0; }

  /// Returns the member with this name. When it is missing, `at` and a const `[]` throw Error, and the other
  /// `[]` adds it. That `[]` turns null into an object first.
  const Json& at(std::string_view name) const;
  Json& at(std::string_view name);
  const Json& operator[](std::string_view name) const { return at(name); }
  Json& operator[](std::string_view name);
  /// Returns the member with this name, or nullptr when it is missing or the value is not an object.
  const Json* find(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  void erase(std::string_view name);

  /// Returns the element at `index`. Throws Error when there is no such element.
  const Json& at(std::size_t index) const;
  template <std::integral T>
  const Json& operator[](T index) const {
    return at(static_cast<std::size_t>(index));
  }
  template <std::integral T>
  Json& operator[](T index) {
    return const_cast<Json&>(at(static_cast<std::size_t>(index)));
  }
  /// Appends to an array. Turns null into an array first.
  void push_back(Json value);

  /// Returns JSON text. NaN and infinities become null. A string that is not UTF-8 throws Error unless the
  /// style replaces bad bytes.
  std::string dump(int indent = -1) const;
  std::string dump(const JsonStyle& style) const;
  Binary to_msgpack() const;

  /// Numbers are equal when their values are equal. Objects are equal whatever the order of their members.
  friend bool operator==(const Json& a, const Json& b) { return equal(a, b); }
  friend std::ostream& operator<<(std::ostream& out, const Json& json) { return print(out, json); }

 private:
  static bool equal(const Json& a, const Json& b);
  static std::ostream& print(std::ostream& out, const Json& json);
  bool boolean() const;
  double number() const;
  std::int64_t signed_integer() const;
  std::uint64_t unsigned_integer() const;
  template <class T>
  void assign(T& result) const;
  template <class T>
  void assign(std::vector<T>& result) const;
  template <class T>
  void assign(std::map<std::string, T>& result) const;

  std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Binary, Elements,
               Members>
      value_;
};

struct Json::Member {
  std::string name;
  Json value;

  bool operator==(const Member&) const = default;
};

/// A text that is not JSON, or bytes that are not MessagePack. The message says what is wrong.
struct JsonSyntaxError : Json::Error {
  enum class Kind { syntax, too_deep, too_many_values, number_too_large };
  JsonSyntaxError(Kind why, std::size_t where);
  Kind kind;
  std::size_t offset;  // of the first wrong byte
};

/// Parses JSON text with arrays and objects nested at most 64 deep. Of several members with the same name the
/// last one counts, and `repeated` receives the path of names and indices to one of them. Throws
/// JsonSyntaxError.
Json parse_json(std::string_view text, std::vector<std::string>* repeated = nullptr);
/// Does the same, but returns nullopt when the text is not JSON.
std::optional<Json> parse_json_if_valid(std::string_view text);

/// Limits on what an untrusted sender may cost the receiver.
struct MsgpackLimits {
  std::size_t depth;   // of arrays and objects inside each other, at most
  std::size_t values;  // in all: one byte of the message may cost forty bytes of memory
};
/// Parses MessagePack. Throws JsonSyntaxError.
Json parse_msgpack(std::span<const std::byte> bytes, const MsgpackLimits& limits);

template <class T>
T Json::get() const {
  T result{};
  assign(result);
  return result;
}

template <class T>
void Json::assign(T& result) const {
  if constexpr (std::same_as<T, Json>) {
    result = *this;
  } else if constexpr (std::same_as<T, bool>) {
    result = boolean();
  } else if constexpr (std::floating_point<T>) {
    result = static_cast<T>(number());
  } else if constexpr (std::unsigned_integral<T>) {
    result = static_cast<T>(unsigned_integer());
    if (result != unsigned_integer()) throw Error("a number is too large");
  } else if constexpr (std::integral<T>) {
    result = static_cast<T>(signed_integer());
    if (result != signed_integer()) throw Error("a number is too large");
  } else {
    result = string();
  }
}

template <class T>
void Json::assign(std::vector<T>& result) const {
  for (const Json& element : elements()) result.push_back(element.get<T>());
}

template <class T>
void Json::assign(std::map<std::string, T>& result) const {
  for (const Member& member : members()) result[member.name] = member.value.get<T>();
}

}  // namespace grader
