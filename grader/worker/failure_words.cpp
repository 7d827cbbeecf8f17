#include "grader/worker/failure_words.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>

namespace grader {

namespace {

constexpr std::string_view kFailedCheck = ": check failed";
constexpr std::string_view kIndex = "index ";

// Removes "/usr/include/xtensor/xcontainer.hpp:438: check failed" and the blanks after it.
std::string without_header(const std::string& what) {
  const std::size_t at = what.find(kFailedCheck);
  if (at == std::string::npos || !what.starts_with('/')) return what;
  const std::size_t rest = what.find_first_not_of(" \n\t", at + kFailedCheck.size());
  return rest == std::string::npos ? what : what.substr(rest);
}

// Writes an index that wrapped around below 0 as what it was: n - 1 for an n of 0 is -1.
std::string with_signed_index(std::string what) {
  const std::size_t at = what.find(kIndex);
  if (at == std::string::npos) return what;
  const char* begin = what.data() + at + kIndex.size();
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(begin, what.data() + what.size(), index);
  const auto as_signed = static_cast<std::int64_t>(index);
  if (error != std::errc() || as_signed >= 0) return what;
  return what.replace(at + kIndex.size(), static_cast<std::size_t>(end - begin), std::to_string(as_signed));
}

}  // namespace

std::string in_plain_words(const std::string& what) {
  if (what.find("Cannot change dimension of xtensor") != std::string::npos) {
    return "a tensor was given a value of another rank: is a Vector made from a Matrix expression, or the "
           "other way round?";
  }
  return with_signed_index(without_header(what));
}

std::string failed_assertion(const std::string& what) {
  for (const char* container : {"vector", "array", "span", "deque", "basic_string"}) {
    const std::string index = std::string(container) + "<";
    if (what.find("std::" + index) != std::string::npos && what.find("::operator[]") != std::string::npos) {
      return std::string("an index lies outside of a std::") + container;
    }
  }
  struct Words {
    const char* of_libcxx;
    const char* container;
  };
  for (const auto& [words, container] :
       {Words{"vector[] index out of bounds", "vector"}, Words{"string index out of bounds", "string"},
        Words{"out-of-bounds access in std::array", "array"},
        Words{"span<T>::operator[](index): index out of range", "span"}}) {
    if (what.find(words) != std::string::npos)
      return std::string("an index lies outside of a std::") + container;
  }
  for (const char* end : {"front", "back", "pop_back"}) {
    if (what.find(std::string(end) + "() called on an empty") != std::string::npos ||
        what.find(std::string("::") + end + " called on an empty") != std::string::npos)
      return std::string(end) + "() of an empty container was called";
  }
  for (const char* end : {"front()", "back()", "pop_back()"}) {
    if (what.find(std::string("::") + end) != std::string::npos)
      return std::string(end) + " of an empty container was called";
  }
  return "a check of the standard library failed: " +
         what.substr(what.rfind(": ") == std::string::npos ? 0 : what.rfind(": ") + 2);
}

}  // namespace grader
