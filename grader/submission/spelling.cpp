#include "grader/submission/spelling.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace grader {

std::size_t letters_off(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return 9;
  std::size_t first = 0;
  while (first < a.size() && a[first] == b[first]) ++first;
  if (a.size() < b.size()) return a.substr(first) == b.substr(first + 1) ? 1 : 9;
  std::size_t last = a.size();
  while (last > first && a[last - 1] == b[last - 1]) --last;
  const bool swapped = last == first + 2 && a[first] == b[first + 1] && a[first + 1] == b[first];
  return swapped ? 1 : last - first;
}

std::string helper_name(std::string type) {
  if (const auto place = type.rfind("::"); place != type.npos) type.erase(0, place + 2);
  type.erase(std::min(type.find('>'), type.size()));
  std::string name;
  for (const char c : type) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !name.empty()) name += '_';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

}  // namespace grader
